import { Ban } from 'lucide-react';
import { setColor, setMode, setSize } from '../../../nodes/graph/document/edits.ts';
import { nodeLayout } from '../../../nodes/graph/document/node-size.ts';
import type { NodeMode } from '../../../nodes/graph/document/types.ts';
import { useNodeClass } from '../../store/catalog.ts';
import { editGraph, openGraph, useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { Segmented } from '../../ui/segmented.tsx';
import row from '../../widgets/row.module.css';
import { COLORS } from './colors.ts';
import classes from './inspector.module.css';
import { SizeFields } from './size-fields.tsx';

const MODES: readonly NodeMode[] = ['always', 'bypass', 'never'];

/** What a node is on the canvas: mode, colour and size. */
export function NodeSettings({ id }: { readonly id: string }) {
  const node = useTab((tab) => openGraph(tab).nodes[id] ?? null);
  const nodeClass = useNodeClass(node?.type ?? '');
  if (!node) return null;
  const { width, height } = nodeLayout(node, nodeClass);
  return (
    <>
      <div className={`${row['row']} ${row['inspector']}`}>
        <span className={row['label']}>{t('inspector.mode')}</span>
        <Segmented
          label={t('inspector.mode')}
          options={MODES.map((value) => ({ value, label: t(`inspector.mode.${value}`) }))}
          value={node.mode}
          onChange={(mode) => editGraph(t('inspector.mode'), (graph) => setMode(graph, [id], mode))}
        />
      </div>
      <div className={`${row['row']} ${row['inspector']}`}>
        <span className={row['label']}>{t('inspector.color')}</span>
        <div className={classes['colors']} role="radiogroup" aria-label={t('inspector.color')}>
          {[null, ...COLORS].map((color) => (
            <button
              key={color?.name ?? 'none'}
              type="button"
              role="radio"
              aria-checked={node.color === (color?.value ?? null)}
              aria-label={
                color ? t('inspector.color.of', { name: color.name }) : t('inspector.color.none')
              }
              className={classes['color']}
              style={color ? { background: color.value } : undefined}
              onClick={() =>
                editGraph(t('inspector.color'), (graph) =>
                  setColor(graph, [id], color?.value ?? null),
                )
              }
            >
              {!color && <Ban size={12} aria-hidden />}
            </button>
          ))}
        </div>
      </div>
      <SizeFields
        width={width}
        height={height}
        onChange={(size) =>
          editGraph(t('inspector.size'), (graph) => setSize(graph, id, size), {
            group: `size ${id}`,
          })
        }
      />
    </>
  );
}
