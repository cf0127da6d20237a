import { Suspense } from 'react';
import { closeNodeSearch, useNodeSearch } from '../store/node-search.ts';
import { Boundary } from '../ui/boundary.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';

const Popup = lazyPart(async () => (await import('./node-search-popup.tsx')).NodeSearchPopup);

/** Opens where it was asked for: on the canvas, or at the end of a link that was dropped. */
export function NodeSearch() {
  const open = useNodeSearch();
  return (
    <Boundary shown={open?.at.join() ?? ''} onBroken={closeNodeSearch}>
      {open && (
        <Suspense>
          <Popup key={open.at.join()} {...open} />
        </Suspense>
      )}
    </Boundary>
  );
}
