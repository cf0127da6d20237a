import { Suspense } from 'react';
import { useNodeSearch } from '../store/node-search.ts';
import { lazyPart } from '../ui/lazy-part.tsx';

const Popup = lazyPart(async () => (await import('./node-search-popup.tsx')).NodeSearchPopup);

/** Opens where it was asked for: on the canvas, or at the end of a link that was dropped. */
export function NodeSearch() {
  const open = useNodeSearch();
  return (
    open && (
      <Suspense>
        <Popup key={open.at.join()} {...open} />
      </Suspense>
    )
  );
}
