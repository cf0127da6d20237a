const COMMANDS: Readonly<Record<string, string>> = {
  render: `taca-studio render WORKFLOW [options]

Renders a workflow: API or editor JSON, or a PNG with a workflow inside. Prints the path of each picture.

  --set NODE.INPUT=VALUE  change an input; NODE is an id, or a class or title that only one node has (repeatable)
  --count N               N pictures with consecutive seeds (default 1)
  --out DIR               where pictures go (default: the current folder)
  --input DIR             where Load Image finds pictures (default: DATA/input)
  --models DIR            a folder with checkpoints/, loras/, … (repeatable), searched before those of the settings,
                          what was downloaded, and the bundled models
  --data DIR              caches and inputs (default: $TACA_DATA, else the user's data folder)
  --device NAME           cpu (default), webgpu, cuda, dml (DirectML) or coreml; cuda:1 for the second card;
                          auto: the first that works
  --max-buffer MIB        treat the device as one that holds no larger tensor
  --threads N             CPU threads (default: one per physical core)
  --json                  print one JSON object per picture, notice and error, and a summary
  --quiet                 print errors only

Exit codes: 0 done, 1 a node failed, 2 bad input, 3 the engine died, 130 interrupted.

  taca-studio render workflows/first-picture.json --set KSampler.seed=7 --count 4 --out pictures`,

  serve: `taca-studio serve [options]

Serves ComfyUI's HTTP and WebSocket protocol; queue and history survive a restart.

  --port N             default 8188; 0 takes any free port
  --host ADDRESS       default 127.0.0.1: this machine alone
  --data DIR           queue, pictures and caches (default: $TACA_DATA, else the user's data folder)
  --models DIR         a folder with checkpoints/, loras/, … (repeatable), searched before those of the settings,
                       what was downloaded, and the bundled models
  --device NAME        cpu, webgpu, cuda, dml (DirectML) or coreml; cuda:1 for the second card; auto: the first that
                       works (default: that of the settings)
  --max-buffer MIB     treat the device as one that holds no larger tensor
  --threads N          CPU threads (default: one per physical core)
  --attached           for a program that starts it: the first line of standard input is the token that every request
                       must carry, and the end of standard input ends the server`,

  devices: `taca-studio devices [options]

Tests every device of this machine and tells what each can do, or why it cannot be used.

  --device NAME  one alone, as for render
  --data DIR     where results are remembered (default: $TACA_DATA, else the user's data folder)
  --again        test anew what is remembered
  --json         print one JSON object per device`,

  provider: `taca-studio provider list
taca-studio provider install NAME [options]
taca-studio provider remove NAME [options]

Libraries that reach a kind of device and are fetched on request alone: cuda, for Linux on x64.

  --mirror URL  a host with the same paths as files.pythonhosted.org
  --data DIR    where they go (default: $TACA_DATA, else the user's data folder)

A download that was cut off goes on where it ended. HTTPS_PROXY is used where it is set.

  taca-studio provider install cuda && taca-studio devices --device cuda`,

  convert: `taca-studio convert IN OUT

Writes the API format of a workflow: IN is editor or API JSON, or a PNG with a workflow inside.`,
};

const OVERVIEW = `taca-studio: pictures from diffusion transformers, with temperature-adjusted cross-modal attention

  taca-studio render WORKFLOW   render a workflow to pictures
  taca-studio serve             serve ComfyUI's protocol
  taca-studio convert IN OUT    write a workflow in the API format
  taca-studio devices           test the devices of this machine
  taca-studio provider          libraries for more devices
  taca-studio help COMMAND      all options of a command
  taca-studio --version`;

/** The help of one command; the overview for an unknown one. */
export function helpText(command: string | undefined): string {
  return (command !== undefined && COMMANDS[command]) || OVERVIEW;
}
