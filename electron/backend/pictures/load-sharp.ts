import type Sharp from 'sharp';

let loaded: Promise<typeof Sharp> | null = null;

/** The decoder, loaded when first needed; drawings that can pull in other files are never decoded. */
export function loadSharp(): Promise<typeof Sharp> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoadSvg'] });
    return sharp;
  });
  return loaded;
}
