/** Inputs that nodes of skip-layer guidance share, as ComfyUI names them. */
import { float, string } from '../graph/definition.ts';

/** @param pass which pass skips the layers */
export function layerInputs(pass: string) {
  const layers = (tooltip: string) => string({ default: '7, 8, 9', tooltip, advanced: true });
  return {
    double_layers: layers(`Joint (double) layers that ${pass} skips, from 0.`),
    single_layers: layers('FLUX’s single layers that it skips, from 0; SD3 has none.'),
  };
}

export const skipScale = float({
  default: 3,
  min: 0,
  max: 10,
  step: 0.1,
  tooltip: 'How far to go from what the layers’ absence gives; 0 does nothing.',
});
