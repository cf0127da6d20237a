import { useEffect, useState } from 'react';
import type { PictureMetadata } from '../../electron/protocol/gallery.ts';
import { readMetadata, viewUrl, type PictureRef } from '../api/pictures.ts';

/** What a picture's file says; null while it is read. */
export function useMetadata(picture: PictureRef | null): PictureMetadata | Error | null {
  const [read, setRead] = useState<{ key: string; value: PictureMetadata | Error } | null>(null);
  const key = picture && viewUrl(picture);
  useEffect(() => {
    if (!picture || key === null) return undefined;
    let isWanted = true;
    readMetadata(picture).then(
      (value) => isWanted && setRead({ key, value }),
      (error: Error) => isWanted && setRead({ key, value: error }),
    );
    return () => {
      isWanted = false;
    };
    // The key says which picture it is.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return read?.key === key ? read.value : null;
}
