/** Captures a pressed pointer and hands on its moves until it is let go. */
export function followPointer(
  target: Element,
  pointerId: number,
  onMove: (move: PointerEvent) => void,
): void {
  const ended = new AbortController();
  const { signal } = ended;
  target.setPointerCapture(pointerId);
  target.addEventListener('pointermove', (move) => onMove(move as PointerEvent), { signal });
  target.addEventListener('lostpointercapture', () => ended.abort(), { signal });
}
