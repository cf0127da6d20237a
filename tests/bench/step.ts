/** Milliseconds of a CFG pair through the bundled transformer: plain graph, TACA's graph, with a LoRA on and dropped. */
import { keyTemperatures } from '../../nodes/networks/mmdit/key-temperatures.ts';
import { positionEmbedding } from '../../nodes/networks/mmdit/position-embedding.ts';
import type { Sd3Config } from '../../nodes/networks/mmdit/sd3-config.ts';
import { sd3Graph } from '../../nodes/networks/mmdit/sd3-graph.ts';
import { timeEmbedding } from '../../nodes/networks/mmdit/time-embedding.ts';
import type { LowRank } from '../../nodes/networks/onnx/low-rank.ts';
import type { WeightSource } from '../../nodes/networks/weights/weight-source.ts';
import type { Device } from '../../nodes/runtime/device.ts';
import { Session } from '../../nodes/runtime/session.ts';
import { tensor, type Tensor } from '../../nodes/tensor.ts';
import { median } from './measure.ts';

const SIDE = 16;
const TEXT_TOKENS = 48;
/** Steps that follow each other, as in a render; the first bring the weights into the caches. */
const WARM_UP = 3;
const RUNS = 8;

export interface StepTimes {
  readonly plain: number;
  readonly taca: number;
  readonly lora: number;
  readonly loraDropped: number;
}

/** Medians over `rounds`; the four take turns, a few steps each, so that a busy machine slows all alike. */
export async function stepTimes(
  weights: WeightSource,
  config: Sd3Config,
  lora: readonly LowRank[],
  device: Device,
  rounds: number,
): Promise<StepTimes> {
  const plainGraph = sd3Graph(weights, config, { target: device, taca: false, loras: [] });
  const tacaGraph = sd3Graph(weights, config, { target: device, taca: true, loras: [] });
  const loraGraph = sd3Graph(weights, config, { target: device, taca: true, loras: [lora] });
  const plain = await Session.open(plainGraph, device);
  const withTaca = await Session.open(tacaGraph, device);
  const withLora = await Session.open(loraGraph, device);

  const shared = feeds(weights, config);
  const gamma = (value: number) => ({
    gamma: keyTemperatures(
      tensor(new Float32Array(config.depth).fill(value), [config.depth, 1, 1, 1]),
      config.depth,
      (SIDE / config.patch) ** 2,
      TEXT_TOKENS,
    ),
  });
  const strength = (value: number) => ({ strengths: tensor(Float32Array.of(value), [1]) });
  const arms = {
    plain: () => plain.run(shared),
    taca: () => withTaca.run({ ...shared, ...gamma(1.2) }),
    lora: () => withLora.run({ ...shared, ...gamma(1.2), ...strength(1) }),
    loraDropped: () => withLora.run({ ...shared, ...gamma(1), ...strength(0) }),
  };
  const times: Record<keyof StepTimes, number[]> = {
    plain: [],
    taca: [],
    lora: [],
    loraDropped: [],
  };
  for (let round = 0; round < rounds; round++) {
    for (const arm of Object.keys(arms) as (keyof StepTimes)[]) {
      for (let run = -WARM_UP; run < RUNS; run++) {
        const start = performance.now();
        await arms[arm]();
        if (run >= 0) times[arm].push(performance.now() - start);
      }
    }
  }
  for (const session of [plain, withTaca, withLora]) await session.release();
  return {
    plain: median(times.plain),
    taca: median(times.taca),
    lora: median(times.lora),
    loraDropped: median(times.loraDropped),
  };
}

function feeds(weights: WeightSource, config: Sd3Config): Record<string, Tensor> {
  const wave = (shape: readonly number[]) =>
    tensor(
      Float32Array.from({ length: shape.reduce((n, d) => n * d, 1) }, (_, i) =>
        Math.sin(i * 1.3 + Math.sqrt(i)),
      ),
      shape,
    );
  const patches = SIDE / config.patch;
  return {
    latent: wave([2, config.inChannels, SIDE, SIDE]),
    position: positionEmbedding(weights, config, patches, patches),
    time: timeEmbedding(Float32Array.of(900, 900)),
    pooled: wave([2, config.pooledDim]),
    text: wave([2, TEXT_TOKENS, config.jointDim]),
  };
}
