/** What the pointer is over, as far as it has no element that knows. */
import { currentScene } from '../current.ts';
import { live } from '../live.ts';
import { nodeAt } from '../scene/items.ts';
import { pointedOf } from './follow.ts';
import { linkUnder } from './press.ts';

export function hover(event: PointerEvent): void {
  const { hoveredLink, hotNode, detail } = live.getState();
  const scene = currentScene();
  const isOnGround =
    event.buttons === 0 &&
    event.target instanceof Element &&
    event.target.classList.contains('react-flow__pane');
  if (!scene || !isOnGround) {
    if (hoveredLink) live.setState({ hoveredLink: null });
    return;
  }
  const { point } = pointedOf(event);
  const hot = detail === 'painted' ? nodeAt(scene, point) : null;
  if (hot !== hotNode) live.setState({ hotNode: hot });
  const link = hot === null ? (linkUnder(scene, point)?.link.id ?? null) : null;
  if (link === (hoveredLink?.id ?? null)) return;
  live.setState({ hoveredLink: link === null ? null : { id: link, at: point } });
}

export function leave(): void {
  live.setState({ hoveredLink: null, hotNode: null });
}
