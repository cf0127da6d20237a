import { expect, test } from 'vitest';
import { registry } from '../index.ts';

/** Widgets in ComfyUI's order, by which its workflows name their values: default, and for numbers least, most and step. */
const WIDGETS: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  NAGuidance: {
    nag_scale: [5, 0, 50, 0.1],
    nag_alpha: [0.5, 0, 1, 0.01],
    nag_tau: [1.5, 1, 10, 0.01],
  },
  CFGZeroStar: {},
  CFGNorm: { strength: [1, 0, 100, 0.01] },
  TCFG: {},
  APG: { eta: [1, -10, 10, 0.01], norm_threshold: [5, 0, 50, 0.1], momentum: [0, 0, 1, 0.01] },
  RescaleCFG: { multiplier: [0.7, 0, 1, 0.01] },
  SkipLayerGuidanceSD3: {
    layers: ['7, 8, 9'],
    scale: [3, 0, 10, 0.1],
    start_percent: [0.01, 0, 1, 0.001],
    end_percent: [0.15, 0, 1, 0.001],
  },
  SkipLayerGuidanceDiT: {
    double_layers: ['7, 8, 9'],
    single_layers: ['7, 8, 9'],
    scale: [3, 0, 10, 0.1],
    start_percent: [0.01, 0, 1, 0.001],
    end_percent: [0.15, 0, 1, 0.001],
    rescaling_scale: [0, 0, 10, 0.01],
  },
  SkipLayerGuidanceDiTSimple: {
    double_layers: ['7, 8, 9'],
    single_layers: ['7, 8, 9'],
    start_percent: [0, 0, 1, 0.001],
    end_percent: [1, 0, 1, 0.001],
  },
  EasyCache: {
    reuse_threshold: [0.2, 0, 3, 0.01],
    start_percent: [0.15, 0, 1, 0.01],
    end_percent: [0.95, 0, 1, 0.01],
    verbose: [false],
  },
  LazyCache: {
    reuse_threshold: [0.2, 0, 3, 0.01],
    start_percent: [0.15, 0, 1, 0.01],
    end_percent: [0.95, 0, 1, 0.01],
    verbose: [false],
  },
  DualCFGGuider: {
    cfg_conds: [8, 0, 100, 0.1],
    cfg_cond2_negative: [8, 0, 100, 0.1],
    style: [['regular', 'nested']],
  },
  PerpNegGuider: { cfg: [8, 0, 100, 0.1], neg_scale: [1, 0, 100, 0.01] },
  ModelSamplingFlux: {
    max_shift: [1.15, 0, 100, 0.01],
    base_shift: [0.5, 0, 100, 0.01],
    width: [1024, 16, 16_384, 8],
    height: [1024, 16, 16_384, 8],
  },
  FluxGuidance: { guidance: [3.5, 0, 100, 0.1] },
  CLIPTextEncodeFlux: { clip_l: [''], t5xxl: [''], guidance: [3.5, 0, 100, 0.1] },
  CLIPTextEncodeSD3: {
    clip_l: [''],
    clip_g: [''],
    t5xxl: [''],
    empty_padding: [['none', 'empty_prompt']],
  },
};

test.each(Object.entries(WIDGETS))('%s has the widgets of ComfyUI', (id, widgets) => {
  const inputs = Object.entries(registry[id]?.inputs ?? {}).filter(
    ([, input]) => input.kind !== 'socket',
  );
  const found = inputs.map(([name, input]) => {
    if (input.kind === 'combo') return [name, [input.options]];
    if (input.kind === 'int' || input.kind === 'float')
      return [name, [input.default, input.min, input.max, input.step]];
    return [name, 'default' in input ? [input.default] : []];
  });
  expect(found).toEqual(Object.entries(widgets));
});
