/** Reads the binary frames of `/ws`. */
import { isObject, parseJson } from '../../nodes/graph/json.ts';

const PREVIEW_WITH_METADATA = 4;
const HEAD = 8;

export interface PreviewFrame {
  readonly node: string;
  readonly promptId: string;
  readonly picture: Blob;
}

/** Null for frames of another kind. */
export function readPreviewFrame(frame: ArrayBuffer): PreviewFrame | null {
  if (frame.byteLength < HEAD) return null;
  const view = new DataView(frame);
  const start = HEAD + view.getUint32(4);
  if (view.getUint32(0) !== PREVIEW_WITH_METADATA || start > frame.byteLength) return null;
  const metadata = parseJson(new TextDecoder().decode(new Uint8Array(frame, HEAD, start - HEAD)));
  if (!isObject(metadata)) return null;
  const { node_id: node, prompt_id: promptId, image_type: type } = metadata;
  if (typeof node !== 'string' || typeof promptId !== 'string') return null;
  const picture = new Blob([new Uint8Array(frame, start)], {
    type: typeof type === 'string' ? type : 'image/jpeg',
  });
  return { node, promptId, picture };
}
