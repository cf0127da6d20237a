import { UNDIVIDED } from '../onnx/attention-chunks.ts';
import type { Device } from '../../runtime/device.ts';
import { dim } from '../../tensor.ts';
import { UNGUIDED } from './block-guidance.ts';
import { lastOnly } from './last-only.ts';
import { positionEmbedding } from './position-embedding.ts';
import type { Sd3Config } from './sd3-config.ts';
import { sd3Graph } from './sd3-graph.ts';
import { timeEmbedding } from './time-embedding.ts';
import type { TransformerInput } from './transformer-input.ts';
import {
  openTransformerNetwork,
  type TransformerNetwork,
  type TransformerOptions,
  type TransformerSource,
} from './transformer-network.ts';

/** An opened SD3 or SD3.5 transformer; timesteps go from 0 to 1000. */
export type Sd3Network = TransformerNetwork<TransformerInput>;

export async function openSd3(
  source: TransformerSource<Sd3Config>,
  device: Device,
  options: TransformerOptions = {},
): Promise<Sd3Network> {
  const { weights, config, loras, guidance = UNGUIDED } = source;
  const { observed = false, chunks = UNDIVIDED } = options;
  const always = { target: device, taca: true, loras, guidance, observed, chunks };
  const positions = lastOnly((rows: number, columns: number) =>
    positionEmbedding(weights, config, rows, columns),
  );
  return openTransformerNetwork(
    source,
    device,
    options,
    (part) => sd3Graph(weights, config, { ...always, part }),
    ({ latent, timestep }) => ({
      position: positions(dim(latent, 2) / config.patch, dim(latent, 3) / config.patch),
      time: timeEmbedding(timestep),
    }),
  );
}
