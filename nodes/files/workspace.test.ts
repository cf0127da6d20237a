import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorkspace, type Workplace } from './workspace.ts';

let root: string;
let place: Workplace;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const folder of ['bundled/checkpoints/shapes/vae', 'models/loras', 'models/clip', 'cache']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'bundled/checkpoints/shapes/model_index.json'), '{}');
  writeFileSync(join(root, 'bundled/checkpoints/shapes/vae/weights.safetensors'), '');
  writeFileSync(join(root, 'cache/blob'), 'weights');
  place = createWorkspace({
    models: [join(root, 'models')],
    bundledModels: join(root, 'bundled'),
    data: join(root, 'data'),
  });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('model folders', () => {
  it('list a diffusers folder as one checkpoint', () => {
    expect(place.models('checkpoints')).toEqual(['shapes']);
    expect(place.model('checkpoints', 'shapes')).toContain('shapes');
  });

  it('list weights in parts once, by their first', () => {
    const folder = join(root, 'models/clip/t5');
    mkdirSync(folder);
    for (const part of ['1-of-00002', '2-of-00002', '2-of-00003']) {
      writeFileSync(join(folder, `model-0000${part}.safetensors`), '');
    }
    expect(place.models('text_encoders')).toEqual([
      't5/model-00001-of-00002.safetensors',
      't5/model-00002-of-00003.safetensors',
    ]);
  });

  it('see new files, links out of the folder and old folder names', () => {
    expect(place.models('loras')).toEqual([]);
    symlinkSync(join(root, 'cache/blob'), join(root, 'models/loras/style.safetensors'));
    mkdirSync(join(root, 'models/loras/sub'));
    writeFileSync(join(root, 'models/loras/sub/a.safetensors'), '');
    writeFileSync(join(root, 'models/loras/readme.txt'), '');
    writeFileSync(join(root, 'models/clip/t5.safetensors'), '');
    expect(place.models('loras')).toEqual(['style.safetensors', 'sub/a.safetensors']);
    expect(place.models('clip')).toEqual(['t5.safetensors']);
    expect(readFileSync(place.model('loras', 'style.safetensors'), 'utf8')).toBe('weights');
  });

  it('end at loops of links', () => {
    symlinkSync(join(root, 'models/loras'), join(root, 'models/loras/loop'));
    writeFileSync(join(root, 'models/loras/a.safetensors'), '');
    expect(place.models('loras')).toEqual(['a.safetensors']);
  });

  it('name the folders searched when a file is missing', () => {
    expect(() => place.model('loras', 'no.safetensors')).toThrow(join(root, 'models', 'loras'));
    expect(() => place.model('loras', '../../cache/blob')).toThrow(/not a name inside/);
  });
});

describe('input files', () => {
  it.each([
    '../x',
    '/etc/passwd',
    'a/../../x',
    'C:\\x',
    'c:x',
    'a\\..\\x',
    'a\0.png',
    '../x [output]',
  ])('refuse %j', (name) => {
    expect(() => place.input(name)).toThrow(expect.objectContaining({ code: 'bad_path' }));
  });

  it('refuse a link that leads out', () => {
    symlinkSync(join(root, 'cache/blob'), join(place.folders.input, 'x.png'));
    expect(() => place.input('x.png')).toThrow(expect.objectContaining({ code: 'outside_folder' }));
  });

  it('are found in the folder named behind', () => {
    mkdirSync(join(place.folders.output, 'sub'));
    writeFileSync(join(place.folders.output, 'sub/a.png'), 'a');
    expect(readFileSync(place.input('sub/a.png [output]'), 'utf8')).toBe('a');
    expect(() => place.input('sub/a.png')).toThrow(
      expect.objectContaining({ code: 'file_not_found' }),
    );
    expect(() => place.input('sub [output]')).toThrow(/not a file/);
  });

  it('list pictures only', () => {
    for (const name of ['b.png', 'a.JPG', 'c.txt'])
      writeFileSync(join(place.folders.input, name), '');
    expect(place.inputImages()).toEqual(['a.JPG', 'b.png']);
  });
});

describe('reserved names', () => {
  it('count on from the highest, whatever the extension', async () => {
    writeFileSync(join(place.folders.output, 'x_00041_.webp'), '');
    const first = place.reserve('output', 'x', 'png');
    const second = place.reserve('output', 'x', 'png');
    expect([first.filename, second.filename]).toEqual(['x_00042_.png', 'x_00043_.png']);
    await first.write(new Uint8Array([1, 2]));
    await second.write(new Uint8Array([3]));
    expect(readdirSync(place.folders.output)).toEqual([
      'x_00041_.webp',
      'x_00042_.png',
      'x_00043_.png',
    ]);
  });

  it('fill in variables and make subfolders', () => {
    const path = place.reserve('output', '%year%/%width%x%height% %foo%', 'png', {
      width: 8,
      height: 9,
    });
    expect(path.subfolder).toBe(String(new Date().getFullYear()));
    expect(path.filename).toBe('8x9 %foo%_00001_.png');
  });

  it('stay inside the folder', () => {
    expect(() => place.reserve('output', '../x', 'png')).toThrow(
      expect.objectContaining({ code: 'bad_path' }),
    );
    symlinkSync(join(root, 'cache'), join(place.folders.output, 'out'));
    expect(() => place.reserve('output', 'out/x', 'png')).toThrow(
      expect.objectContaining({ code: 'outside_folder' }),
    );
  });

  it('can be stored on every system', () => {
    expect(place.reserve('output', 'CON./a:b', 'png')).toMatchObject({
      subfolder: '_CON',
      filename: 'a_b_00001_.png',
    });
    const long = place.reserve('output', 'ü'.repeat(300), 'png').filename;
    expect(Buffer.byteLength(long)).toBeLessThan(240);
    expect(place.reserve('output', '', 'png').filename).toBe('_00001_.png');
  });

  it('are those of the first run when a job runs again', async () => {
    const first = place.forJob('job');
    await first.reserve('output', 'x', 'png').write(new Uint8Array([1]));
    first.reserve('output', 'x', 'png');
    const other = place.reserve('output', 'x', 'png');
    const again = place.forJob('job');
    const names = [1, 2, 3].map(() => again.reserve('output', 'x', 'png').filename);
    expect(other.filename).toBe('x_00003_.png');
    expect(names).toEqual(['x_00001_.png', 'x_00002_.png', 'x_00004_.png']);
  });

  it('are refused to a run that was replaced by another', () => {
    const orphan = place.forJob('job');
    place.forJob('job');
    expect(() => orphan.reserve('output', 'x', 'png')).toThrow(
      expect.objectContaining({ code: 'run_superseded' }),
    );
    expect(readdirSync(place.folders.output)).toEqual([]);
  });

  it('are forgotten with the job', () => {
    place.forJob('job').reserve('output', 'x', 'png');
    place.settle('job');
    expect(place.forJob('job').reserve('output', 'x', 'png').filename).toBe('x_00002_.png');
  });

  it('left behind by a crash are cleaned, but not those of jobs to come', () => {
    place.forJob('a').reserve('output', 'x', 'png');
    place.forJob('b').reserve('output', 'y', 'png');
    writeFileSync(join(place.folders.output, 'z.png.taca.tmp'), '1');
    writeFileSync(join(place.folders.output, 'z.png.taca-999999999.tmp'), 'half a pict');
    place.clean(new Set(['b']));
    expect(readdirSync(place.folders.output)).toEqual(['z.png.taca.tmp']);
    expect(place.forJob('b').reserve('output', 'y', 'png').filename).toBe('y_00001_.png');
    expect(readdirSync(join(place.folders.user, 'outputs'))).toEqual(['b.jsonl']);
  });

  it('are told from files of the person that end alike', () => {
    const { output, input } = place.folders;
    for (const name of ['notes.tmp', 'report.2023.tmp', 'x_00001_.tmp']) {
      writeFileSync(join(output, name), 'mine');
      writeFileSync(join(input, name), '');
    }
    place.clean(new Set());
    expect(readdirSync(output)).toHaveLength(3);
    expect(readdirSync(input)).toHaveLength(3);
  });

  it('are given back when the file cannot be written', async () => {
    const path = place.reserve('output', 'x', 'png');
    mkdirSync(join(place.folders.output, path.filename));
    await expect(path.write(new Uint8Array(1))).rejects.toMatchObject({
      code: 'output_unwritable',
    });
    expect(readdirSync(place.folders.output)).toEqual([path.filename]);
  });

  it('explain a folder that cannot be written', async () => {
    const path = place.reserve('output', 'x', 'png');
    rmSync(place.folders.output, { recursive: true });
    writeFileSync(place.folders.output, '');
    await expect(path.write(new Uint8Array(1))).rejects.toMatchObject({
      code: 'output_unwritable',
    });
  });
});
