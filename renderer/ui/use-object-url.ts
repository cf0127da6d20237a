import { useEffect, useState } from 'react';

/** An element that still shows an address may be loading it. */
const LOADED_AFTER_MS = 2000;

/** An address for a blob while the component shows it; the one before is given back. */
export function useObjectUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) {
      setUrl(null);
      return undefined;
    }
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => void setTimeout(() => URL.revokeObjectURL(made), LOADED_AFTER_MS);
  }, [blob]);
  return url;
}
