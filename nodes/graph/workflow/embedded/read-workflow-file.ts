/** What a file that someone opens or drops holds: told by its content, never by its name alone. */
import { UserError } from '../../../errors.ts';
import type { JsonObject } from '../../json.ts';
import { parseWorkflow } from '../parse-workflow.ts';
import { isJpeg, isWebp, readExifTexts } from './exif-text.ts';
import { latin1, utf8 } from './bytes.ts';
import { isPng, readPngTexts } from './png-text.ts';

export type FileContent =
  | {
      readonly kind: 'workflow';
      /** As the editor saves it; null when the file holds the API format alone. */
      readonly workflow: JsonObject | null;
      /** API format; null when the file holds the editor's alone. */
      readonly prompt: JsonObject | null;
      readonly isPicture: boolean;
    }
  /** @member hasParameters text of another program that says how it was made */
  | { readonly kind: 'picture'; readonly hasParameters: boolean }
  /** Weights of a model. */
  | { readonly kind: 'weights' };

/** Larger files are not workflows. */
const LARGEST_TEXT = 200 * 2 ** 20;
const WEIGHTS = /\.(safetensors|gguf|ckpt|pt|pth|sft)$/i;
const PICTURE = /\.(gif|bmp|avif|tiff?)$/i;

/**
 * @param bytes the whole file; of weights the first few are enough
 * @throws UserError `workflow_not_json`, `workflow_unknown`, `workflow_too_large`
 */
export async function readWorkflowFile(bytes: Uint8Array, name: string): Promise<FileContent> {
  if (isPng(bytes)) return fromTexts(await readPngTexts(bytes), name);
  if (isWebp(bytes) || isJpeg(bytes)) return fromTexts(readExifTexts(bytes), name);
  if (isWeights(bytes, name)) return { kind: 'weights' };
  if (isOtherPicture(bytes, name)) return { kind: 'picture', hasParameters: false };
  if (bytes.length > LARGEST_TEXT) {
    throw new UserError(
      'workflow_too_large',
      `${name} has ${Math.round(bytes.length / 2 ** 20)} MiB; a workflow has at most ${LARGEST_TEXT >> 20}.`,
      'Choose another file.',
    );
  }
  return { ...partsOf(decode(bytes), name), isPicture: false };
}

/** `prompt` is what made the picture, `workflow` how the editor shows it. */
function fromTexts(texts: ReadonlyMap<string, string>, name: string): FileContent {
  const found = ['workflow', 'prompt'].flatMap((keyword) => {
    const text = texts.get(keyword);
    return text === undefined ? [] : [partsOf(withoutNaN(text), `the ${keyword} in ${name}`)];
  });
  const workflow = found.find((part) => part.workflow)?.workflow ?? null;
  const prompt = found.find((part) => part.prompt)?.prompt ?? null;
  return workflow || prompt
    ? { kind: 'workflow', workflow, prompt, isPicture: true }
    : { kind: 'picture', hasParameters: texts.has('parameters') };
}

function partsOf(text: string, name: string) {
  const file = parseWorkflow(text, name);
  return {
    kind: 'workflow' as const,
    workflow: file.format === 'ui' ? file.workflow : null,
    prompt: file.format === 'api' ? file.prompt : null,
  };
}

/** UTF-16 is told by its byte order mark; everything else is UTF-8. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return utf8(bytes);
}

/** Safetensors start with the length of their header and the header's brace. */
function isWeights(bytes: Uint8Array, name: string): boolean {
  const isSafetensors = bytes[8] === 0x7b && bytes[6] === 0 && bytes[7] === 0;
  return isSafetensors || latin1(bytes.subarray(0, 4)) === 'GGUF' || WEIGHTS.test(name);
}

function isOtherPicture(bytes: Uint8Array, name: string): boolean {
  const start = latin1(bytes.subarray(0, 12));
  return start.startsWith('GIF8') || /^.{4}ftypavi[fs]/s.test(start) || PICTURE.test(name);
}

/** Python writes NaN, which is no JSON, where a node's state was unknown. */
function withoutNaN(text: string): string {
  return text.replaceAll(/([[,:]\s*)NaN(?=\s*[\],}])/g, '$1null');
}
