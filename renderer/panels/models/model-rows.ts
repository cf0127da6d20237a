import type { ModelFile, ModelGroup } from '../../../electron/protocol/studio-models.ts';
import { t } from '../../text/text.ts';
import { shownBytes } from '../../text/units.ts';

export type ModelRow =
  | { readonly kind: 'group'; readonly group: ModelGroup; readonly count: number }
  | { readonly kind: 'model'; readonly model: ModelFile };

const GROUPS: readonly ModelGroup[] = [
  'checkpoint',
  'transformer',
  'text-encoder',
  'vae',
  'lora',
  'other',
];
/** Where a file is shown as long as its header is not read. */
const BY_FOLDER: Readonly<Record<string, ModelGroup>> = {
  checkpoints: 'checkpoint',
  diffusion_models: 'transformer',
  text_encoders: 'text-encoder',
  vae: 'vae',
  loras: 'lora',
};

/** Rows of a list: models that fit the query, by what they are, each group under its name. */
export function modelRows(models: readonly ModelFile[], query: string): ModelRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = models.filter((model) => {
    const text =
      `${model.name} ${model.folder} ${model.facts?.kind ?? ''} ${detailOf(model)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return GROUPS.flatMap((group): ModelRow[] => {
    const members = found.filter((model) => groupOf(model) === group);
    if (members.length === 0) return [];
    const rows = members.map((model): ModelRow => ({ kind: 'model', model }));
    return [{ kind: 'group', group, count: members.length }, ...rows];
  });
}

function groupOf({ facts, folder }: ModelFile): ModelGroup {
  return facts?.group ?? BY_FOLDER[folder] ?? 'other';
}

/** "SD3.5 large · bf16"; of a LoRA, which stands under that name, the model alone: "FLUX.1 · rank 16". */
export function detailOf({ facts }: ModelFile): string {
  if (!facts) return t('models.readingOne');
  const { kind, rank, precision } = facts;
  const name = kind.replace(/^LoRA for /, '').replace(/^TACA LoRA for /, 'TACA · ');
  const parts = [name, rank === null ? null : t('models.rank', { rank }), precision];
  return parts.filter((part) => part !== null).join(' · ');
}

/** Everything that is known, for a tooltip and a name. */
export function describe(model: ModelFile): string {
  const { facts, path } = model;
  const parts = facts?.parts ?? [];
  const lines = [
    model.name,
    facts ? `${facts.kind} · ${detailOf(model)} · ${shownBytes(facts.size)}` : detailOf(model),
    parts.length > 0 ? t('models.with', { parts: parts.join(', ') }) : '',
    facts?.problem ? `${facts.problem.message} ${facts.problem.cure}` : '',
    path,
  ];
  return lines.filter((line) => line !== '').join('\n');
}
