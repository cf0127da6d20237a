/** Shape and colour of a type: two cues, so that neither is needed alone. */
export type SocketShape =
  | 'square'
  | 'triangle'
  | 'diamond'
  | 'disc'
  | 'hexagon'
  | 'frame'
  | 'halfDisc'
  | 'star'
  | 'cross'
  | 'ring'
  | 'pentagon';

export interface SocketLook {
  readonly shape: SocketShape;
  /** CSS. */
  readonly color: string;
}

const KNOWN: { readonly [type: string]: readonly [SocketShape, token: string] } = {
  MODEL: ['square', 'model'],
  CLIP: ['triangle', 'clip'],
  VAE: ['diamond', 'vae'],
  CONDITIONING: ['disc', 'conditioning'],
  LATENT: ['hexagon', 'latent'],
  IMAGE: ['frame', 'image'],
  MASK: ['halfDisc', 'mask'],
  SIGMAS: ['star', 'sigmas'],
  ATTENTION: ['cross', 'attention'],
  INT: ['ring', 'value'],
  FLOAT: ['ring', 'value'],
  STRING: ['ring', 'value'],
  BOOLEAN: ['ring', 'value'],
  COMBO: ['ring', 'value'],
  '*': ['ring', 'value'],
};

/** Other types are pentagons, their hue told by their name. */
export function socketLook(type: string): SocketLook {
  const known = Object.hasOwn(KNOWN, type) ? KNOWN[type] : undefined;
  if (known) return { shape: known[0], color: `var(--type-${known[1]})` };
  return {
    shape: 'pentagon',
    color: `light-dark(hsl(${hueOf(type)} 65% 32%), hsl(${hueOf(type)} 60% 74%))`,
  };
}

/** 0 to 359. */
export function hueOf(type: string): number {
  let hash = 2166136261;
  for (const char of type) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return (hash >>> 0) % 360;
}
