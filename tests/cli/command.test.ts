import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { command } from './command.ts';

test('--version prints the version', async () => {
  expect(await command(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
});

test.each([[[]], [['help']], [['--help']]])(
  '%j prints an overview of the commands',
  async (args) => {
    const { code, out } = await command(args);
    expect(code).toBe(0);
    for (const name of ['render', 'serve', 'convert']) expect(out).toContain(`taca-studio ${name}`);
  },
);

test.each([[['help', 'render']], [['render', '--help']]])(
  '%j prints all options of the command',
  async (args) => {
    const { out } = await command(args);
    for (const option of ['--set', '--count', '--out', '--models', '--json', '--quiet']) {
      expect(out).toContain(option);
    }
  },
);

test('an unknown command is answered with the nearest', async () => {
  const { code, err } = await command(['rendr']);
  expect(code).toBe(2);
  expect(err).toContain('Did you mean render?');
});
