/** Where the focus was, from the element to what can have it around it. */
type Place = readonly HTMLElement[];

const MOST = 10;
const FOCUSABLE = '[tabindex], button, input, textarea, select, a[href]';

/**
 * When what has the focus goes away, puts it around that place, else where it was before. Without it keys would go to
 * the page, which has no place from which to go on. @returns what ends it
 */
export function keepFocus(root: Document): () => void {
  let trail: readonly Place[] = [];

  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    const known = trail.filter((place) => place[0] !== target && place.some(canTakeFocus));
    trail = [placeOf(target), ...known].slice(0, MOST);
  };
  const check = () => {
    const last = trail[0]?.[0];
    if (root.activeElement !== root.body || !last || canTakeFocus(last)) return;
    for (const element of [
      ...trail.flat(),
      root.querySelector<HTMLElement>('[data-part=canvas]'),
    ]) {
      if (!element || !canTakeFocus(element)) continue;
      element.focus({ preventScroll: true });
      if (root.activeElement === element) return;
    }
  };
  const observer = new MutationObserver(check);
  observer.observe(root.body, { childList: true, subtree: true });
  root.addEventListener('focusin', onFocus);
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', onFocus);
  };
}

function placeOf(target: HTMLElement): Place {
  const place = [target];
  for (let up = target.parentElement; up; up = up.parentElement) {
    if (up.matches(FOCUSABLE)) place.push(up);
  }
  return place;
}

function canTakeFocus(element: HTMLElement): boolean {
  return element.isConnected && element.checkVisibility() && !element.matches(':disabled');
}
