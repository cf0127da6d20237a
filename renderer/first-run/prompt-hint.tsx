import { rectIn, type Scene } from '../canvas/scene/scene.ts';
import { useIsNew } from '../store/first-run.ts';
import { t } from '../text/text.ts';
import classes from './first-run.module.css';

const GAP = 42;
const TOP = 34;
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
  return (
    <p className={classes['hint']} style={{ left: x + width + GAP, top: y + TOP }} role="note">
      {t(isBundled ? 'first.hint' : 'first.hint.own')}
    </p>
  );
}
