/** Conversions that are killed, raced or cannot be done. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { WeightSource } from '../weight-source.ts';
import { clearConverted } from './converted-files.ts';
import { decodeForm, relativeError } from './forms.fixture.ts';
import type { PrepareProgress } from './options.ts';
import { prepare } from './prepare.ts';
import { cached, dir, int8, moduleOf, network, onlyFile, values } from './prepare.fixture.ts';

describe('a process that is killed', () => {
  /** Converts until some tensors are written down, then dies as by kill -9. */
  const dyingProcess = (source: string, to: string) => `
    import { readdirSync, readFileSync } from 'node:fs';
    import { openSafetensors } from ${moduleUrl('../safetensors.ts')};
    import { prepare } from ${moduleUrl('prepare.ts')};
    const folder = ${JSON.stringify(join(to, 'weights'))};
    const written = () => readdirSync(folder).filter((name) => name.endsWith('.journal'))
      .flatMap((name) => readFileSync(folder + '/' + name, 'utf8').split('"')).length / 2;
    await prepare(openSafetensors(${JSON.stringify(source)}), 'int8', {
      dir: ${JSON.stringify(to)},
      scaleType: 'F32',
      progress() {
        if (written() > 2) process.kill(process.pid, 'SIGKILL');
        // So that a slow disk keeps up.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      },
    });`;

  test('is gone on from, with the same bytes in the end', async () => {
    const source = network({}, 400);
    const script = dyingProcess(source.label, dir);
    const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect({ signal, stderr: stderr.toString() }).toEqual({ signal: 'SIGKILL', stderr: '' });
    expect(cached().some((name) => name.endsWith('.lock'))).toBe(true);

    const firsts: number[] = [];
    await int8(source, dir, { progress: ({ done }: PrepareProgress) => firsts.push(done) });
    expect(firsts[0]).toBeGreaterThan(0);
    const other = mkdtempSync(join(tmpdir(), 'whole-'));
    try {
      await int8(source, other);
      expect(readFileSync(onlyFile()).equals(readFileSync(onlyFile(other)))).toBe(true);
    } finally {
      rmSync(other, { recursive: true });
    }
    expect(cached()).toHaveLength(1);
  });
});

const moduleUrl = (name: string) =>
  JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href);

describe('two at once', () => {
  test('make one file', async () => {
    const source = network({}, 40);
    const [first, second] = await Promise.all([int8(source), int8(source)]);
    expect(second).toEqual(first);
    expect(relativeError(decodeForm(first, moduleOf(0)), values)).toBeLessThan(0.01);
    expect(cached()).toHaveLength(1);
  });

  test('the waiting one sees how far the other is', async () => {
    const source = network({}, 4);
    const lock = await lockBy(process.pid, source);
    writeFileSync(
      lock.replace(/lock$/, 'journal'),
      `[]\n${JSON.stringify([`${moduleOf(0)}.weight`])}\n`,
    );
    const seen: PrepareProgress[] = [];
    const progress = (at: PrepareProgress) => {
      seen.push(at);
      rmSync(lock, { force: true });
    };
    await int8(source, dir, { progress });
    expect(seen[0]).toEqual({ done: seen[0]!.total / 4, total: seen[0]!.total, tensor: null });
  });

  test.each([
    ['is gone', () => 2 ** 30, 0],
    ['was not heard of for long', () => process.pid, 3600],
  ])('a lock whose owner %s is taken over', async (_, pid, age) => {
    const source = network();
    const lock = await lockBy(pid(), source);
    const then = Date.now() / 1000 - age;
    utimesSync(lock, then, then);
    await int8(source);
    expect(cached()).toHaveLength(1);
  });

  test('what one is making is not cleared', async () => {
    const lock = await lockBy(process.pid, network());
    const part = lock.replace(/lock$/, 'part');
    writeFileSync(part, 'begun');
    expect(clearConverted(dir)).toBe(0);
    expect(existsSync(part)).toBe(true);
    rmSync(lock);
    expect(clearConverted(dir)).toBeGreaterThan(0);
    expect(existsSync(part)).toBe(false);
  });

  /** The lock file that such a process would have made. */
  async function lockBy(pid: number, source: WeightSource): Promise<string> {
    await int8(source);
    const lock = `${onlyFile()}.lock`;
    rmSync(onlyFile());
    writeFileSync(lock, String(pid));
    return lock;
  }
});

describe('nothing is left behind', () => {
  test('where the disk is too full: the numbers are told before', async () => {
    const few = () => Promise.resolve(2 ** 20);
    const error = await prepare(network(), 'int8', { dir, scaleType: 'F32' }, few).catch(String);
    expect(error).toMatch(
      /model\.safetensors in 8 bit needs .* MB and 268 MB to spare; 1\.0 MB are free at .*weights/,
    );
    expect(cached()).toEqual([]);
  });

  test('where the source changes meanwhile', async () => {
    const source = network({}, 30);
    const progress = () => utimesSync(source.label, 1, 1);
    await expect(int8(source, dir, { progress })).rejects.toMatchObject({
      code: 'weights_changed',
    });
    expect(cached()).toEqual([]);
  });

  test('where the source ends early', async () => {
    const source = network({}, 30);
    truncateSync(source.label, 20_000);
    await expect(int8(source)).rejects.toMatchObject({ code: 'weights_truncated' });
    expect(cached()).toEqual([]);
  });

  test('where the source goes away', async () => {
    const source = network({}, 30);
    rmSync(source.label);
    const gone = {
      code: 'weights_unreadable',
      message: `${source.label} cannot be read (ENOENT).`,
    };
    await expect(int8(source)).rejects.toMatchObject(gone);
    expect(cached()).toEqual([]);
  });

  test('where the folder cannot be made', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    await expect(int8(network(), file)).rejects.toMatchObject({ code: 'output_unwritable' });
  });
});
