/** What a person wants to know of a picture, read from the prompt that made it: words, seed, model, sampling. */
import type { Json } from './json.ts';
import { upstreamOf, valueOf } from './prompt-values.ts';
import { asLink, isMalformed, readPrompt, type Prompt, type PromptNode } from './prompt.ts';

export interface RenderFacts {
  readonly positive: string;
  readonly negative: string;
  /** As text, so that 64 bits stay exact; the sampler's own first. */
  readonly seeds: readonly string[];
  readonly models: readonly string[];
  readonly loras: readonly { readonly name: string; readonly strength: number | null }[];
  readonly sampler: string | null;
  readonly scheduler: string | null;
  readonly steps: number | null;
  readonly cfg: number | null;
  readonly guidance: number | null;
  readonly temperature: number | null;
}

export const NO_FACTS: RenderFacts = {
  positive: '',
  negative: '',
  seeds: [],
  models: [],
  loras: [],
  sampler: null,
  scheduler: null,
  steps: null,
  cfg: null,
  guidance: null,
  temperature: null,
};

/**
 * @param json API format, from anywhere: what makes no sense gives no facts
 * @param file name with folders, to tell which of several saving nodes made the picture
 */
export function renderFacts(json: Json | undefined, file = ''): RenderFacts {
  const prompt = readPrompt(json);
  if (isMalformed(prompt)) return NO_FACTS;
  const sampler = upstreamOf(prompt, endOf(prompt, file)).find(isSampler);
  if (!sampler) return NO_FACTS;
  const guider = linked(prompt, sampler, 'guider') ?? sampler;
  const all = upstreamOf(prompt, [sampler]);
  const model = upstreamOf(prompt, [
    sampler,
    ...compact([linked(prompt, sampler, 'model'), linked(prompt, guider, 'model')]),
  ]);
  const first = (nodes: readonly PromptNode[], ...names: string[]) =>
    compact(nodes.flatMap((node) => names.map((name) => valueOf(prompt, node, name))))[0];
  const along = (input: string) => upstreamOf(prompt, compact([linked(prompt, sampler, input)]));
  return {
    positive: conditioningText(
      prompt,
      guider,
      guider.inputs.has('positive') ? 'positive' : 'conditioning',
    ),
    negative: conditioningText(prompt, guider, 'negative'),
    seeds: distinct(all.flatMap((node) => texts(prompt, node, ['seed', 'noise_seed']))),
    models: distinct(model.flatMap((node) => texts(prompt, node, ['ckpt_name', 'unet_name']))),
    loras: model.flatMap((node) =>
      texts(prompt, node, ['lora_name']).map((name) => ({
        name,
        strength: asNumber(first([node], 'strength_model', 'strength')),
      })),
    ),
    sampler: asText(first([sampler, ...along('sampler')], 'sampler_name')),
    scheduler: asText(first([sampler, ...along('sigmas')], 'scheduler')),
    steps: asNumber(first([sampler, ...along('sigmas')], 'steps')),
    cfg: asNumber(first([sampler, guider], 'cfg')),
    guidance: asNumber(first(all, 'guidance')),
    temperature: asNumber(
      first(
        all.filter(({ classType }) => classType === 'TACAAttention'),
        'temperature',
      ),
    ),
  };
}

/** The saving node whose prefix the file's name starts with (the longest wins); else every node that feeds no other. */
function endOf(prompt: Prompt, file: string): PromptNode[] {
  const nodes = [...prompt.values()];
  const prefixLength = (node: PromptNode) => {
    const prefix = valueOf(prompt, node, 'filename_prefix');
    return typeof prefix === 'string' && file.startsWith(`${prefix}_`) ? prefix.length : -1;
  };
  const saving = nodes.filter((node) => prefixLength(node) >= 0);
  const [best] = saving.toSorted((a, b) => prefixLength(b) - prefixLength(a));
  if (best) return [best];
  const fed = new Set(
    nodes.flatMap(({ inputs }) => [...inputs.values()].map((v) => asLink(v)?.[0])),
  );
  return nodes.filter(({ id }) => !fed.has(id));
}

/** Takes conditioning, and steps or noise levels. */
function isSampler({ inputs }: PromptNode): boolean {
  return (
    (inputs.has('positive') || inputs.has('guider')) &&
    (inputs.has('steps') || inputs.has('sigmas'))
  );
}

const TEXT_INPUTS = ['text', 'clip_l', 'clip_g', 't5xxl'];

/** The texts that reach a conditioning input, through whatever only changes how they weigh. */
function conditioningText(prompt: Prompt, from: PromptNode, input: string): string {
  const visited = new Set<string>();
  const found: string[] = [];
  const visit = (node: PromptNode | undefined, role: string) => {
    if (!node || visited.has(node.id) || node.classType === 'ConditioningZeroOut') return;
    visited.add(node.id);
    const own = texts(prompt, node, TEXT_INPUTS).filter((text) => text.trim() !== '');
    found.push(...own);
    for (const [name, value] of node.inputs) {
      if (!name.startsWith('conditioning') && name !== role) continue;
      visit(prompt.get(asLink(value)?.[0] ?? ''), role);
    }
  };
  visit(linked(prompt, from, input), input);
  return distinct(found).join('\n');
}

function linked(prompt: Prompt, node: PromptNode, input: string): PromptNode | undefined {
  return prompt.get(asLink(node.inputs.get(input))?.[0] ?? '');
}

function texts(prompt: Prompt, node: PromptNode, names: readonly string[]): string[] {
  return compact(names.map((name) => valueOf(prompt, node, name)))
    .filter((value) => ['string', 'number', 'bigint'].includes(typeof value))
    .map(String);
}

function asText(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function asNumber(value: Json | undefined): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}

function compact<T>(values: readonly (T | null | undefined)[]): T[] {
  return values.filter((value) => value !== null && value !== undefined);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
