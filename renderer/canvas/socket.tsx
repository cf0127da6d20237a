/** The sign of a socket type: outline and colour both tell it. */
interface Sign {
  readonly path: string;
  readonly color: string;
  /** An outline without a filling. */
  readonly isHollow?: boolean;
}

const DISC = 'M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z';
const VALUE: Sign = {
  path: 'M6 2.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z',
  color: 'var(--type-value)',
  isHollow: true,
};
const SIGNS: Readonly<Record<string, Sign>> = {
  MODEL: { path: 'M1.5 1.5h9v9h-9z', color: 'var(--type-model)' },
  CLIP: { path: 'M6 1l5.2 9.5H.8z', color: 'var(--type-clip)' },
  VAE: { path: 'M6 .4L11.6 6L6 11.6L.4 6z', color: 'var(--type-vae)' },
  CONDITIONING: { path: DISC, color: 'var(--type-conditioning)' },
  LATENT: { path: 'M3.2 1h5.6L11.6 6L8.8 11H3.2L.4 6z', color: 'var(--type-latent)' },
  IMAGE: { path: 'M1 1h10v10h-10zM4 4v4h4v-4z', color: 'var(--type-image)' },
  MASK: { path: 'M6 1a5 5 0 0 0 0 10z', color: 'var(--type-mask)' },
  SIGMAS: {
    path: 'M6 .3l1.7 3.7l4 .5l-3 2.7l.9 4L6 9.2l-3.6 2l.9-4l-3-2.7l4-.5z',
    color: 'var(--type-sigmas)',
  },
  ATTENTION: {
    path: 'M4.2.8h3.6v3.4h3.4v3.6H7.8v3.4H4.2V7.8H.8V4.2h3.4z',
    color: 'var(--type-attention)',
  },
  INT: VALUE,
  FLOAT: VALUE,
  STRING: VALUE,
  BOOLEAN: VALUE,
  COMBO: VALUE,
};
const PENTAGON = 'M6 .6l5.4 4l-2 6.4H2.6l-2-6.4z';

export function typeColor(type: string): string {
  return signOf(type).color;
}

export function SocketGlyph({
  type,
  size = 12,
}: {
  readonly type: string;
  readonly size?: number;
}) {
  const { path, color, isHollow = false } = signOf(type);
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden>
      <path
        d={path}
        fillRule="evenodd"
        fill={isHollow ? 'none' : color}
        stroke={isHollow ? color : 'none'}
        strokeWidth={2}
      />
    </svg>
  );
}

function signOf(type: string): Sign {
  const known = Object.hasOwn(SIGNS, type) ? SIGNS[type] : undefined;
  return known ?? { path: PENTAGON, color: `hsl(${hueOf(type)} 55% var(--other-lightness, 68%))` };
}

/** 0 to 359, the same for the same name. */
function hueOf(type: string): number {
  let hash = 0;
  for (const character of type) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hash;
}
