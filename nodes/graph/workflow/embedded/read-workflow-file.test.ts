import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeTextChunks } from '../../../image/png-metadata.ts';
import { readExifTexts } from './exif-text.ts';
import { readWorkflowFile } from './read-workflow-file.ts';

const workflow = '{"nodes":[{"id":1,"type":"Ä"}],"links":[]}';
const prompt = '{"1":{"class_type":"A","inputs":{"seed":18446744073709551615,"x":[NaN]}}}';
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (content: Uint8Array | string, name = 'file') =>
  readWorkflowFile(typeof content === 'string' ? bytes(content) : content, name);

let picture: ReturnType<typeof sharp>;
const withExif = (format: 'webp' | 'jpeg', tags: Record<string, string>) =>
  picture.clone().withExif({ IFD0: tags }).toFormat(format).toBuffer();
beforeAll(() => {
  picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
});

describe('a file that is opened', () => {
  it('is told by its content: workflow, prompt, picture or weights', async () => {
    expect(await read(workflow)).toMatchObject({
      kind: 'workflow',
      prompt: null,
      isPicture: false,
    });
    expect(await read(`\uFEFF${workflow}`)).toMatchObject({ kind: 'workflow' });
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from(workflow, 'utf16le')]);
    expect(await read(utf16)).toMatchObject({ workflow: { nodes: [{ type: 'Ä' }] } });
    const api = prompt.replace('NaN', '0');
    expect(await read(api)).toMatchObject({ kind: 'workflow', workflow: null });
    const safetensors = new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]);
    expect(await read(safetensors, 'a.bin')).toEqual({ kind: 'weights' });
    expect(await read('GGUF....', 'a')).toEqual({ kind: 'weights' });
    expect(await read('', 'model.safetensors')).toEqual({ kind: 'weights' });
    expect(await read('GIF89a', 'a')).toEqual({ kind: 'picture', hasParameters: false });
  });

  it.each([
    ['', 'file is empty.'],
    ['{"nodes": [1,\n 2,]}', 'line 2, column 4'],
    ['[1]', 'a list of 1'],
    ['<html>', 'line 1, column 1'],
    [`${'['.repeat(3000)}${']'.repeat(3000)}`, 'nested too deeply'],
  ])('says what is wrong with %.10j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('a PNG gives both of the texts in it, one without a workflow is a picture', async () => {
    const png = await picture.clone().png().toBuffer();
    const made = writeTextChunks(png, [
      ['workflow', workflow],
      ['prompt', prompt],
    ]);
    expect(await read(made)).toMatchObject({
      kind: 'workflow',
      isPicture: true,
      workflow: { nodes: [{ id: 1 }] },
      prompt: { 1: { inputs: { seed: 18446744073709551615n, x: [null] } } },
    });
    const other = writeTextChunks(png, [['parameters', 'a cat, Steps: 20']]);
    expect(await read(other)).toEqual({ kind: 'picture', hasParameters: true });
    expect(await read(png)).toEqual({ kind: 'picture', hasParameters: false });
    const broken = writeTextChunks(png, [['workflow', '{"nodes": [']]);
    await expect(read(broken, 'p.png')).rejects.toThrow('the workflow in p.png');
  });

  it.each(['webp', 'jpeg'] as const)('a %s gives what its Exif holds', async (format) => {
    const made = await withExif(format, {
      Make: `workflow:${workflow}`,
      Model: `Prompt: ${prompt}`,
    });
    expect(await read(made)).toMatchObject({
      kind: 'workflow',
      isPicture: true,
      workflow: { nodes: [{ id: 1 }] },
      prompt: { 1: { class_type: 'A' } },
    });
    const plain = await picture.clone().toFormat(format).toBuffer();
    expect(await read(plain)).toEqual({ kind: 'picture', hasParameters: false });
  });

  it('Exif that is cut or mangled anywhere gives a map and no error', async () => {
    for (const format of ['webp', 'jpeg'] as const) {
      const made = await withExif(format, { Make: `workflow:${workflow}` });
      for (let end = 0; end < made.length; end += 3) {
        expect(readExifTexts(made.subarray(0, end)).size).toBeLessThanOrEqual(1);
        const mangled = Buffer.from(made);
        mangled[end] = 0xff;
        expect(readExifTexts(mangled).size).toBeLessThanOrEqual(2);
      }
    }
  });
});
