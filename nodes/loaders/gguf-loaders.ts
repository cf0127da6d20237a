/** The loaders by the names that workflows of ComfyUI-GGUF use: the same nodes, as they read GGUF files themselves. */
import { boolean, combo, type AnyNode } from '../graph/definition.ts';
import { clipLoader } from './clip-loader.ts';
import { dualClipLoader } from './dual-clip-loader.ts';
import { tripleClipLoader } from './triple-clip-loader.ts';
import { unetLoader } from './unet-loader.ts';

/** A node under another name, without inputs that the name does not have there. */
function renamed(
  node: AnyNode,
  id: string,
  title: string,
  absent: readonly string[] = [],
): AnyNode {
  const inputs = Object.entries(node.inputs).filter(([name]) => !absent.includes(name));
  return {
    ...node,
    id,
    title,
    description: `${node.description} The same as ${node.id}, under the name that it has in ComfyUI-GGUF.`,
    searchAliases: ['gguf'],
    inputs: Object.fromEntries(inputs),
  };
}

export const unetLoaderGguf: AnyNode = {
  ...renamed(unetLoader, 'UnetLoaderGGUF', 'Unet Loader (GGUF)', ['weight_dtype']),
  run: (inputs, context) => unetLoader.run({ ...inputs, weight_dtype: 'default' }, context),
};

const TYPES = combo(['default', 'target', 'float32', 'float16', 'bfloat16'], { advanced: true });

export const unetLoaderGgufAdvanced: AnyNode = {
  ...unetLoaderGguf,
  id: 'UnetLoaderGGUFAdvanced',
  title: 'Unet Loader (GGUF/Advanced)',
  inputs: {
    ...unetLoaderGguf.inputs,
    dequant_dtype: TYPES,
    patch_dtype: TYPES,
    patch_on_device: boolean({ default: false }),
  },
  run(inputs, context) {
    const chosen = ['dequant_dtype', 'patch_dtype', 'patch_on_device'].filter(
      (name) => inputs[name] !== 'default' && inputs[name] !== false,
    );
    if (chosen.length > 0) {
      context.notice(
        `${chosen.join(', ')}: without effect; the device decides what it calculates in.`,
      );
    }
    return unetLoaderGguf.run(inputs, context);
  },
};

export const clipLoaderGguf = renamed(clipLoader, 'CLIPLoaderGGUF', 'CLIPLoader (GGUF)', [
  'device',
]);

export const dualClipLoaderGguf = renamed(
  dualClipLoader,
  'DualCLIPLoaderGGUF',
  'DualCLIPLoader (GGUF)',
  ['device'],
);

export const tripleClipLoaderGguf = renamed(
  tripleClipLoader,
  'TripleCLIPLoaderGGUF',
  'TripleCLIPLoader (GGUF)',
);
