import type { Workspace } from './files/workspace.ts';
import type { JsonObject } from './graph/json.ts';
import type { Device } from './runtime/device.ts';
import type { ModelStore } from './runtime/model-store.ts';
import type { WantedPrecision } from './runtime/plan/choose-precision.ts';

/** A picture shown while sampling: RGB bytes, row-major. */
export interface PreviewPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** A file that an output node made or shows, as ComfyUI's `executed` message lists it. */
export interface OutputFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: 'output' | 'temp' | 'input';
}

/** What a node may use of the world while it runs. */
export interface RunContext {
  readonly nodeId: string;
  readonly device: Device;
  readonly models: ModelStore;
  /** What the settings say of networks whose loader leaves it open. */
  readonly precision: WantedPrecision;
  readonly files: Workspace;
  /** Written into pictures: the API prompt, and what the client sent as `extra_pnginfo`. */
  readonly metadata: { readonly prompt: JsonObject; readonly extraPngInfo: JsonObject };
  /**
   * Reports step `value` of `max` and lets messages in, so that an interrupt takes effect between two steps.
   * `preview` is only called when somebody watches. @throws Interrupted
   */
  progress(value: number, max: number, preview?: () => PreviewPicture): Promise<void>;
  /** Lets messages in, as `progress` does, without telling anything. @throws Interrupted */
  checkpoint(): Promise<void>;
  /** Shows files under the node, e.g. `{ images: [...] }`. */
  show(ui: Readonly<Record<string, readonly OutputFile[]>>): void;
  /** Tells the person something that is not an error: "2 of 96 LoRA keys match nothing: …". */
  notice(message: string): void;
}
