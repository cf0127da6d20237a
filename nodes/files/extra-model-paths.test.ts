import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { comfyUiModels } from './extra-model-paths.ts';
import { modelFolders } from './model-folders.ts';

let comfy: string;
beforeEach(() => {
  comfy = realpathSync(mkdtempSync(join(tmpdir(), 'comfy-')));
  mkdirSync(join(comfy, 'models/checkpoints'), { recursive: true });
});
afterEach(() => rmSync(comfy, { recursive: true }));

const paths = (text: string) => writeFileSync(join(comfy, 'extra_model_paths.yaml'), text);

it("is ComfyUI's models alone when there is no extra_model_paths.yaml", () => {
  expect(comfyUiModels(comfy)).toEqual([join(comfy, 'models')]);
  expect(comfyUiModels(join(comfy, 'models'))).toEqual([join(comfy, 'models')]);
});

it('reads sections with lists, comments, old names, and a base path', () => {
  paths(`
# a comment
comfyui:
    base_path: ${comfy}/shared/
    is_default: true
    checkpoints: models/checkpoints/
    clip: |
        models/text_encoders/
        models/clip/  # legacy location
    custom_nodes: custom_nodes/

a111:
    base_path: ../webui
    loras: |
         models/Lora

         ~/lycoris
empty:
`);
  expect(comfyUiModels(comfy)).toEqual([
    {
      checkpoints: [join(comfy, 'shared/models/checkpoints')],
      text_encoders: [
        join(comfy, 'shared/models/text_encoders'),
        join(comfy, 'shared/models/clip'),
      ],
    },
    join(comfy, 'models'),
    { loras: [join(comfy, '../webui/models/Lora'), join(homedir(), 'lycoris')] },
  ]);
});

it('finds models there, those of a default section first', () => {
  mkdirSync(join(comfy, 'elsewhere'));
  for (const path of [
    'models/checkpoints/a.safetensors',
    'elsewhere/a.safetensors',
    'elsewhere/b.sft',
  ]) {
    writeFileSync(join(comfy, path), '');
  }
  paths('mine:\n  is_default: true\n  checkpoints: elsewhere\n');
  const models = modelFolders(comfyUiModels(comfy));
  expect(models.list('checkpoints')).toEqual(['a.safetensors', 'b.sft']);
  expect(models.find('checkpoints', 'a.safetensors')).toBe(join(comfy, 'elsewhere/a.safetensors'));
  expect(models.entries('checkpoints')[0]?.place).toBe(join(comfy, 'elsewhere'));
});

it.each([
  ['a: [', 'is not YAML'],
  ['- a\n- b', 'no list of folders'],
  ['a: text', 'no list of folders'],
])('says what is wrong with %j', (text, message) => {
  paths(text);
  expect(() => comfyUiModels(comfy)).toThrow(message);
});

it('says that a folder is missing', () => {
  expect(() => comfyUiModels(join(comfy, 'none'))).toThrow('There is no folder');
});
