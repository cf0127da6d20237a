import { useStore } from '@xyflow/react';
import { useRef } from 'react';
import { areaFor, type Area } from './scene/detail.ts';

/** What is drawn; changes when the view leaves it, not as it moves. */
export function useArea(): Area | null {
  const area = useRef<Area | null>(null);
  return useStore(({ transform: [x, y, zoom], width, height }) => {
    if (width === 0 || height === 0) return null;
    area.current = areaFor(area.current, { x, y, zoom }, [width, height]);
    return area.current;
  });
}
