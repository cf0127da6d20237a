/** A transformer in parts: each computes some of its blocks (the first has the embedders, too, the last the output layer), and the next takes over at the border. */
import type { Range } from '../../runtime/plan/spread.ts';
import type { GraphBuilder, Value } from '../onnx/graph-builder.ts';

/** What crosses a border: outputs of one part, inputs of the next. */
export interface Border {
  /** [batch, image tokens, width] */
  readonly image: Value;
  /** [batch, text tokens, width] */
  readonly text: Value;
  /** What modulates every block: [batch, width]. */
  readonly condition: Value;
}

const names = (block: number) =>
  ({
    image: `image before ${block}`,
    text: `text before ${block}`,
    condition: `condition before ${block}`,
  }) as const;

/** What the part that starts with `block` takes. */
export function borderInputs(b: GraphBuilder, block: number, width: number): Border {
  const { image, text, condition } = names(block);
  return {
    image: b.input(image, 'float32', ['batch', 'image_tokens', width]),
    text: b.input(text, 'float32', ['batch', 'text_tokens', width]),
    condition: b.input(condition, 'float32', ['batch', width]),
  };
}

/** What a part leaves to the one that starts with `block`. */
export function borderOutputs(b: GraphBuilder, block: number, border: Border): void {
  const { image, text, condition } = names(block);
  b.output(image, border.image);
  b.output(text, border.text);
  b.output(condition, border.condition);
}

/** `depth` blocks in `parts` ranges of lengths as equal as can be. */
export function equalRanges(depth: number, parts: number): Range[] {
  const at = (part: number) => Math.round((depth * part) / parts);
  return Array.from({ length: parts }, (_, part) => ({ from: at(part), to: at(part + 1) }));
}
