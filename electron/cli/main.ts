import { UserError } from '../../nodes/errors.ts';
import { EXIT } from './exit-codes.ts';

type Command = (args: readonly string[]) => Promise<number>;

/** Each loads what it needs when it runs, so that help comes at once. */
const COMMANDS: Readonly<Record<string, Command>> = {
  async render(args) {
    const { renderArguments } = await import('./arguments.ts');
    const { render } = await import('./render.ts');
    return render(renderArguments(args));
  },
  async serve(args) {
    const { serveArguments } = await import('./arguments.ts');
    const { serve } = await import('./serve.ts');
    return serve(serveArguments(args));
  },
  async convert(args) {
    const { convertArguments } = await import('./arguments.ts');
    const { convert } = await import('./convert.ts');
    return convert(convertArguments(args));
  },
  async devices(args) {
    const { devicesArguments } = await import('./device-arguments.ts');
    const { devices } = await import('./devices.ts');
    return devices(devicesArguments(args));
  },
  async provider(args) {
    const { providerArguments } = await import('./device-arguments.ts');
    const { provider } = await import('./provider.ts');
    return provider(providerArguments(args));
  },
  async prepare(args) {
    const { prepareArguments } = await import('./prepare-arguments.ts');
    const { prepare } = await import('./prepare.ts');
    return prepare(prepareArguments(args));
  },
  async tokenizers(args) {
    const { tokenizersArguments } = await import('./tokenizers-arguments.ts');
    const { tokenizers } = await import('./tokenizers.ts');
    return tokenizers(tokenizersArguments(args));
  },
};

// Whoever reads the output may stop early, as `head` does.
process.stdout.on('error', () => process.exit(EXIT.ok));
const code = await main(process.argv.slice(2));
// To exit does not wait for what pipes still have to take.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(code);

async function main([command, ...args]: readonly string[]): Promise<number> {
  try {
    return await run(command, args);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (args.includes('--json')) {
      const { code, message, cure } = error;
      process.stdout.write(`${JSON.stringify({ type: 'error', code, message, cure })}\n`);
    } else {
      process.stderr.write(`taca-studio: ${error.message}\n  ${error.cure}\n`);
    }
    return EXIT.badInput;
  }
}

async function run(command: string | undefined, args: readonly string[]): Promise<number> {
  const wantsHelp = args.includes('--help') || args.includes('-h');
  switch (wantsHelp ? 'help' : command) {
    case '--version':
    case '-v': {
      const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
      process.stdout.write(`${manifest.version}\n`);
      return EXIT.ok;
    }
    case 'help':
    case '--help':
    case '-h':
    case undefined: {
      const { helpText } = await import('./help.ts');
      process.stdout.write(`${helpText(wantsHelp ? command : args[0])}\n`);
      return EXIT.ok;
    }
    default:
      return runCommand(command ?? '', args);
  }
}

async function runCommand(name: string, args: readonly string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command(args);
  const { didYouMean } = await import('../../nodes/graph/nearest.ts');
  const known = [...Object.keys(COMMANDS), 'help'];
  throw new UserError('usage', `There is no command "${name}".`, didYouMean(name, known));
}
