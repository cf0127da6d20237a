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
  --precision NAME        how weights are kept where their loader leaves it open: auto (default: the best that fits the
                          memory), fp32, fp16 (graphics cards), int8, int4, or w8a8 and w4a8 (CPU: 8 bit products)
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
  --precision NAME     how weights are kept where their loader leaves it open: auto (the best that fits the memory),
                       fp32, fp16 (graphics cards), int8, int4, or w8a8 and w4a8 (CPU: 8 bit products)
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

  prepare: `taca-studio prepare MODEL [options]
taca-studio prepare --list | --clear

Converts the weights of a model ahead of their first use, as that would: transformer and text encoders. MODEL is a file or
a folder, or a name among the checkpoints, diffusion_models or text_encoders. What was cut off goes on where it ended.

  --precision NAME  auto (what fits the memory), fp32, fp16 (graphics cards), int8 or int4 (weights alone), or w8a8 or w4a8
                    (CPU: activations in 8 bit, too); default: that of the settings, else auto
  --device NAME     where it will run, as for serve (default: that of the settings)
  --models DIR      a folder with checkpoints/, … (repeatable), searched before those of the settings
  --data DIR        converted weights go to DATA/cache/weights (default: $TACA_DATA, else the user's data folder)
  --list            tell what was converted and what it takes on disk
  --clear           remove all of it

  taca-studio prepare flux1-dev.safetensors --precision int8`,

  tokenizers: `taca-studio tokenizers
taca-studio tokenizers fetch NAME... [options]

Vocabularies of text encoders, which weight files lack, as their makers publish them on Hugging Face: clip_l (CLIP-L and
CLIP-G) and t5. Alone it lists source, size, licence and checksum, and fetches nothing.

  --data DIR    where they go unless the settings name another models folder (default: $TACA_DATA, else the user's data
                folder)

HF_ENDPOINT names another host with the same paths; HTTPS_PROXY is used where it is set.

  taca-studio tokenizers fetch clip_l t5`,

  convert: `taca-studio convert IN OUT

Writes the API format of a workflow: IN is editor or API JSON, or a PNG with a workflow inside.`,
};

const OVERVIEW = `taca-studio: pictures from diffusion transformers, with temperature-adjusted cross-modal attention

  taca-studio render WORKFLOW   render a workflow to pictures
  taca-studio serve             serve ComfyUI's protocol
  taca-studio convert IN OUT    write a workflow in the API format
  taca-studio prepare MODEL     convert weights ahead of their first use
  taca-studio devices           test the devices of this machine
  taca-studio provider          libraries for more devices
  taca-studio tokenizers        vocabularies of text encoders
  taca-studio help COMMAND      all options of a command
  taca-studio --version`;

/** The help of one command; the overview for an unknown one. */
export function helpText(command: string | undefined): string {
  return (command !== undefined && COMMANDS[command]) || OVERVIEW;
}
