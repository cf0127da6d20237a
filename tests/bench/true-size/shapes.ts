/** The tensors of published models in their makers' own layouts: names and shapes, nothing else. */

export interface TensorShape {
  readonly name: string;
  readonly shape: readonly number[];
  /** What a fresh model has there: `ones` for norms' scales, else a deviation of normal values. */
  readonly values: 'ones' | number;
}

const BIAS = 0.01;

/** A linear layer or convolution whose outputs are about as large as its inputs, with its bias. */
function layer(name: string, ...shape: number[]): TensorShape[] {
  return [
    weight(`${name}.weight`, ...shape),
    { name: `${name}.bias`, shape: shape.slice(0, 1), values: BIAS },
  ];
}

function weight(name: string, ...shape: number[]): TensorShape {
  return { name, shape, values: shape.slice(1).reduce((n, d) => n * d, 1) ** -0.5 };
}

function scale(name: string, width: number): TensorShape {
  return { name, shape: [width], values: 'ones' };
}

function norm(name: string, width: number): TensorShape[] {
  return [scale(`${name}.weight`, width), { name: `${name}.bias`, shape: [width], values: BIAS }];
}

function embedding(name: string, rows: number, width: number, values: number): TensorShape {
  return { name, shape: [rows, width], values };
}

const repeat = (count: number, make: (index: number) => TensorShape[]) =>
  Array.from({ length: count }, (_, i) => make(i)).flat();

/** stabilityai/stable-diffusion-3.5-medium: 24 blocks, 13 of them with a second attention. */
export function sd35Medium(): TensorShape[] {
  const [width, head, depth, dual] = [1536, 64, 24, 13];
  const attention = (name: string) => [
    ...layer(`${name}.qkv`, 3 * width, width),
    scale(`${name}.ln_q.weight`, head),
    scale(`${name}.ln_k.weight`, head),
  ];
  const mlp = (name: string) => [
    ...layer(`${name}.fc1`, 4 * width, width),
    ...layer(`${name}.fc2`, width, 4 * width),
  ];
  return [
    { name: 'pos_embed', shape: [1, 384 * 384, width], values: 0.5 },
    ...layer('x_embedder.proj', width, 16, 2, 2),
    ...layer('context_embedder', width, 4096),
    ...layer('t_embedder.mlp.0', width, 256),
    ...layer('t_embedder.mlp.2', width, width),
    ...layer('y_embedder.mlp.0', width, 2048),
    ...layer('y_embedder.mlp.2', width, width),
    ...repeat(depth, (i) => {
      const [image, text] = [`joint_blocks.${i}.x_block`, `joint_blocks.${i}.context_block`];
      const last = i === depth - 1;
      return [
        ...layer(`${image}.adaLN_modulation.1`, (i < dual ? 9 : 6) * width, width),
        ...attention(`${image}.attn`),
        ...layer(`${image}.attn.proj`, width, width),
        ...(i < dual
          ? [...attention(`${image}.attn2`), ...layer(`${image}.attn2.proj`, width, width)]
          : []),
        ...mlp(`${image}.mlp`),
        ...layer(`${text}.adaLN_modulation.1`, (last ? 2 : 6) * width, width),
        ...attention(`${text}.attn`),
        ...(last ? [] : [...layer(`${text}.attn.proj`, width, width), ...mlp(`${text}.mlp`)]),
      ];
    }),
    ...layer('final_layer.adaLN_modulation.1', 2 * width, width),
    ...layer('final_layer.linear', 64, width),
  ];
}

/** black-forest-labs/FLUX.1-dev, or the same with fewer blocks. */
export function fluxDev(doubleBlocks = 19, singleBlocks = 38): TensorShape[] {
  const [width, head] = [3072, 128];
  const norms = (name: string) => [
    scale(`${name}.query_norm.scale`, head),
    scale(`${name}.key_norm.scale`, head),
  ];
  const embedder = (name: string, inputs: number) => [
    ...layer(`${name}.in_layer`, width, inputs),
    ...layer(`${name}.out_layer`, width, width),
  ];
  return [
    ...layer('img_in', width, 64),
    ...layer('txt_in', width, 4096),
    ...embedder('time_in', 256),
    ...embedder('vector_in', 768),
    ...embedder('guidance_in', 256),
    ...repeat(doubleBlocks, (i) =>
      ['img', 'txt'].flatMap((stream) => {
        const at = `double_blocks.${i}.${stream}`;
        return [
          ...layer(`${at}_mod.lin`, 6 * width, width),
          ...layer(`${at}_attn.qkv`, 3 * width, width),
          ...norms(`${at}_attn.norm`),
          ...layer(`${at}_attn.proj`, width, width),
          ...layer(`${at}_mlp.0`, 4 * width, width),
          ...layer(`${at}_mlp.2`, width, 4 * width),
        ];
      }),
    ),
    ...repeat(singleBlocks, (i) => [
      ...layer(`single_blocks.${i}.modulation.lin`, 3 * width, width),
      ...layer(`single_blocks.${i}.linear1`, 7 * width, width),
      ...norms(`single_blocks.${i}.norm`),
      ...layer(`single_blocks.${i}.linear2`, width, 5 * width),
    ]),
    ...layer('final_layer.adaLN_modulation.1', 2 * width, width),
    ...layer('final_layer.linear', 64, width),
  ];
}

/** The encoder of google/t5-v1_1-xxl. */
export function t5Xxl(): TensorShape[] {
  const [width, inner] = [4096, 10_240];
  /** T5 does not divide its logits by a head's width; its queries are that much smaller instead. */
  const query = (width * 64) ** -0.5;
  return [
    embedding('shared.weight', 32_128, width, 1),
    ...repeat(24, (i) => {
      const attention = `encoder.block.${i}.layer.0`;
      const mlp = `encoder.block.${i}.layer.1`;
      return [
        { name: `${attention}.SelfAttention.q.weight`, shape: [width, width], values: query },
        ...['k', 'v', 'o'].map((part) =>
          weight(`${attention}.SelfAttention.${part}.weight`, width, width),
        ),
        ...(i > 0
          ? []
          : [embedding(`${attention}.SelfAttention.relative_attention_bias.weight`, 32, 64, 0.1)]),
        scale(`${attention}.layer_norm.weight`, width),
        weight(`${mlp}.DenseReluDense.wi_0.weight`, inner, width),
        weight(`${mlp}.DenseReluDense.wi_1.weight`, inner, width),
        weight(`${mlp}.DenseReluDense.wo.weight`, width, inner),
        scale(`${mlp}.layer_norm.weight`, width),
      ];
    }),
    scale('encoder.final_layer_norm.weight', width),
  ];
}

/** The text model of openai/clip-vit-large-patch14. */
export function clipL(): TensorShape[] {
  return clip(768, 12);
}

/** The text model of laion/CLIP-ViT-bigG-14-laion2B-39B-b160k. */
export function clipG(): TensorShape[] {
  return clip(1280, 32);
}

function clip(width: number, depth: number): TensorShape[] {
  return [
    embedding('text_model.embeddings.token_embedding.weight', 49_408, width, 0.02),
    embedding('text_model.embeddings.position_embedding.weight', 77, width, 0.02),
    ...repeat(depth, (i) => {
      const at = `text_model.encoder.layers.${i}`;
      return [
        ...['q', 'k', 'v', 'out'].flatMap((part) =>
          layer(`${at}.self_attn.${part}_proj`, width, width),
        ),
        ...norm(`${at}.layer_norm1`, width),
        ...norm(`${at}.layer_norm2`, width),
        ...layer(`${at}.mlp.fc1`, 4 * width, width),
        ...layer(`${at}.mlp.fc2`, width, 4 * width),
      ];
    }),
    ...norm('text_model.final_layer_norm', width),
    weight('text_projection.weight', width, width),
  ];
}

/** The VAE that FLUX.1 and SD3 share the shapes of, 16 latent channels. */
export function vae16(): TensorShape[] {
  const widths = [128, 256, 512, 512];
  const top = 512;
  const convolution = (name: string, to: number, from: number, side = 3) =>
    layer(name, to, from, side, side);
  const residual = (name: string, from: number, to: number) => [
    ...norm(`${name}.norm1`, from),
    ...convolution(`${name}.conv1`, to, from),
    ...norm(`${name}.norm2`, to),
    ...convolution(`${name}.conv2`, to, to),
    ...(from === to ? [] : convolution(`${name}.nin_shortcut`, to, from, 1)),
  ];
  const middle = (name: string) => [
    ...residual(`${name}.block_1`, top, top),
    ...norm(`${name}.attn_1.norm`, top),
    ...['q', 'k', 'v', 'proj_out'].flatMap((part) =>
      convolution(`${name}.attn_1.${part}`, top, top, 1),
    ),
    ...residual(`${name}.block_2`, top, top),
  ];
  const level = (
    name: string,
    blocks: number,
    from: number,
    to: number,
    resample: string | null,
  ) => [
    ...repeat(blocks, (i) => residual(`${name}.block.${i}`, i === 0 ? from : to, to)),
    ...(resample ? convolution(`${name}.${resample}.conv`, to, to) : []),
  ];
  const at = (index: number) => widths[Math.min(Math.max(index, 0), 3)] ?? top;
  return [
    ...convolution('encoder.conv_in', 128, 3),
    ...repeat(4, (i) =>
      level(`encoder.down.${i}`, 2, at(i - 1), at(i), i < 3 ? 'downsample' : null),
    ),
    ...middle('encoder.mid'),
    ...norm('encoder.norm_out', top),
    ...convolution('encoder.conv_out', 32, top),
    ...convolution('decoder.conv_in', top, 16),
    ...middle('decoder.mid'),
    ...repeat(4, (i) => level(`decoder.up.${i}`, 3, at(i + 1), at(i), i > 0 ? 'upsample' : null)),
    ...norm('decoder.norm_out', 128),
    ...convolution('decoder.conv_out', 3, 128),
  ];
}
