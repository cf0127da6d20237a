/** ComfyUI's editor looks for copied nodes in the page form of the clipboard: base64 of the JSON in an attribute. */
const ATTRIBUTE = /data-metadata="([A-Za-z0-9+/=]+)"/;

export function copiedToHtml(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `<meta charset="utf-8"><div><span data-metadata="${btoa(binary)}"></span></div>`;
}

/** Null when there is none. */
export function copiedFromHtml(html: string): string | null {
  const found = ATTRIBUTE.exec(html)?.[1];
  if (found === undefined) return null;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(found), (byte) => byte.charCodeAt(0)));
  } catch {
    return null;
  }
}
