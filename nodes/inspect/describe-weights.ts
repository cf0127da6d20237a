import { UserError } from '../errors.ts';
import { towerOf } from '../loaders/towers.ts';
import { otherModel, recognise, type Recognised } from '../networks/weights/layouts/recognise.ts';
import { transformerOf, type TransformerKind } from '../networks/weights/open-transformer.ts';
import { refuseQuantised } from '../networks/weights/quantised/refuse-quantised.ts';
import { subSource, type WeightSource } from '../networks/weights/weight-source.ts';
import { problemOf, type ModelFacts, type ModelGroup } from './model-facts.ts';
import { storedPrecision } from './precision.ts';

const TOWERS = { clipL: 'CLIP-L', clipG: 'CLIP-G', t5: 'T5' } as const;
/** Blocks of the published models. */
const SD3_MEDIUM_DEPTH = 24;
const SD35_LARGE_DEPTH = 38;
const FLUX_DEPTH = 57;

/** What networks a file holds, by the names and shapes of its tensors; null when it may be a LoRA or is unknown. */
export function describeWeights(source: WeightSource, path: string): ModelFacts | null {
  const found = recognise(source);
  const precision = storedPrecision(source);
  const transformer = found.find(({ network }) => network === 'sd3' || network === 'flux');
  const other = transformer ? null : otherKind(source, found);
  if (other !== null) return foreign(other, precision);
  if (found.length === 0) return null;
  const others = found.filter((one) => one !== transformer).map((one) => partName(source, one));
  const parts = [...new Set(others)];
  const problem = quantisedIn(source, path);
  if (!transformer) {
    const [kind = ''] = parts;
    return { group: groupOf(found), kind, parts: parts.slice(1), rank: null, precision, problem };
  }
  const group = parts.length > 0 ? 'checkpoint' : 'transformer';
  const named = nameTransformer(source, transformer, path);
  return { group, parts, rank: null, precision, ...named, problem: problem ?? named.problem };
}

function nameTransformer(
  source: WeightSource,
  { network }: Recognised,
  path: string,
): Pick<ModelFacts, 'kind' | 'problem'> {
  const family = network === 'flux' ? 'FLUX.1' : 'SD3';
  try {
    return { kind: variantOf(transformerOf(source)), problem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: family, problem: problemOf(error, path) };
  }
}

function variantOf(transformer: TransformerKind): string {
  const { depth } = transformer.config;
  if (transformer.family === 'flux') {
    const name = transformer.config.guidance ? 'FLUX.1 dev' : 'FLUX.1 schnell';
    return depth === FLUX_DEPTH ? name : `${name}, ${depth} blocks`;
  }
  if (depth === SD35_LARGE_DEPTH) return 'SD3.5 large';
  if (depth !== SD3_MEDIUM_DEPTH) return `SD3, ${depth} blocks`;
  return transformer.config.dualAttentionBlocks.length > 0 ? 'SD3.5 medium' : 'SD3 medium';
}

function partName(source: WeightSource, part: Recognised): string {
  if (part.network === 'vae') return 'VAE';
  return TOWERS[towerOf(subSource(source, part.prefix), part)];
}

function groupOf(found: readonly Recognised[]): ModelGroup {
  return found.every(({ network }) => network === 'vae') ? 'vae' : 'text-encoder';
}

function quantisedIn(source: WeightSource, path: string): ModelFacts['problem'] {
  try {
    refuseQuantised(source);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return problemOf(error, path);
  }
}

/** What others' model it is; null for a LoRA, and for a whole CLIP, of which we read the text encoder. */
function otherKind(source: WeightSource, found: readonly Recognised[]): string | null {
  const what = otherModel([...source.tensors.keys()]);
  const isWholeClip = /CLIP/.test(what ?? '') && found.some(({ network }) => network === 'clip');
  return what === null || /LoRA/.test(what) || isWholeClip ? null : what;
}

/** "a CLIP vision model" is known, and not supported. */
function foreign(what: string, precision: string | null): ModelFacts {
  const short = what.replace(/^an? /, '').replace(/[,;].*/, '');
  const kind = short.charAt(0).toUpperCase() + short.slice(1);
  return {
    group: 'other',
    kind,
    parts: [],
    rank: null,
    precision,
    problem: {
      code: 'weights_other_model',
      message: `${kind} is not supported.`,
      cure: 'Use weights of SD3, SD3.5 or FLUX.1.',
    },
  };
}
