import { overlaps } from '../canvas/scene/rect.ts';
import { rectIn, type Scene } from '../canvas/scene/scene.ts';
import { useIsNew } from '../store/first-run.ts';
import { t } from '../text/text.ts';
import classes from './first-run.module.css';

const GAP = 42;
const TOP = 34;
const SIZE = { width: 200, height: 44 };
const BUNDLED_MODEL = 'shapes';

/** Beside the prompt, until something was run. It lies over nothing that can be clicked. */
export function PromptHint({ scene }: { readonly scene: Scene }) {
  const isNew = useIsNew();
  if (!isNew || scene.subgraph !== null) return null;
  const nodes = scene.order.flatMap((id) => scene.nodes[id] ?? []);
  const prompt = nodes.find(
    ({ values }) => typeof values['text'] === 'string' && values['text'] !== '',
  );
  if (!prompt) return null;
  const isBundled = nodes.some(({ values }) => values['ckpt_name'] === BUNDLED_MODEL);
  const { x, y, width } = rectIn(scene, prompt);
  const place = { x: x + width + GAP, y: y + TOP, ...SIZE };
  if (nodes.some((node) => overlaps(rectIn(scene, node), place))) return null;
  return (
    <p
      className={classes['hint']}
      style={{ left: place.x, top: place.y, width: place.width }}
      role="note"
    >
      {t(isBundled ? 'first.hint' : 'first.hint.own')}
    </p>
  );
}
