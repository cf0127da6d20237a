import { layOutPrompt } from '../../nodes/conditioning/lay-out-prompt.ts';
import type { TowerName } from '../../nodes/conditioning/run-tower.ts';
import type { ClipValue } from '../../nodes/models.ts';
import { usable } from '../../nodes/networks/text/sequence.ts';
import {
  readTokenizer,
  tokenizerIdentity,
} from '../../nodes/networks/text/tokenizer/read-tokenizer.ts';
import type { Tokenizer } from '../../nodes/networks/text/tokenizer/tokenizer.ts';
import { asLink } from '../../nodes/graph/prompt.ts';
import type { TokenCount } from '../protocol/advice.ts';
import { evaluate, type World } from './evaluate.ts';

const ENCODERS = [
  ['clipL', 'CLIP-L'],
  ['clipG', 'CLIP-G'],
  ['t5', 'T5'],
] as const satisfies readonly (readonly [TowerName, TokenCount['encoder']])[];

/** How many tokenizers stay in memory. */
const KEPT = 6;
const tokenizers = new Map<string, Tokenizer>();

/** What each text encoder that reads a node's text makes of it; none where no encoder is connected. @throws UserError */
export async function countTokens(node: string, text: string, world: World): Promise<TokenCount[]> {
  const clip = await clipOf(node, world);
  return ENCODERS.flatMap(([tower, encoder]) => {
    const source = clip?.[tower];
    if (!source) return [];
    const tokenizer = tokenizerAt(source.tokenizerDir);
    const { tokens, read, sequences } = layOutPrompt(tower, source, text, tokenizer);
    const limit = usable(source.length, tokenizer);
    return [{ encoder, tokens, read, limit, chunks: sequences.length }];
  });
}

/** The CLIP of a node, or of the first that its text goes to. */
async function clipOf(node: string, world: World): Promise<ClipValue | null> {
  const ids = [node, ...[...world.prompt.values()].filter(reads(node)).map(({ id }) => id)];
  for (const id of ids) {
    const definition = world.registry[world.prompt.get(id)?.classType ?? ''];
    const input = Object.entries(definition?.inputs ?? {}).find(
      ([, spec]) => spec.kind === 'socket' && spec.type === 'CLIP',
    )?.[0];
    const clip = input && (await evaluate(id, world)).inputs[input];
    if (clip) return clip as ClipValue;
  }
  return null;
}

function reads(node: string) {
  return ({ inputs }: { readonly inputs: ReadonlyMap<string, unknown> }) =>
    [...inputs.values()].some((value) => asLink(value as never)?.[0] === node);
}

function tokenizerAt(dir: string): Tokenizer {
  const key = `${dir} ${tokenizerIdentity(dir)}`;
  const tokenizer = tokenizers.get(key) ?? readTokenizer(dir);
  tokenizers.delete(key);
  tokenizers.set(key, tokenizer);
  const [oldest] = tokenizers.keys();
  if (tokenizers.size > KEPT && oldest !== undefined) tokenizers.delete(oldest);
  return tokenizer;
}
