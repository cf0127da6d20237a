import { readFileSync } from 'node:fs';
import { produce } from 'immer';
import { expect, test } from 'vitest';
import { registry } from '../../index.ts';
import { isObject, parseJson } from '../json.ts';
import { readNodeClasses } from '../node-class.ts';
import { objectInfo } from '../object-info.ts';
import { readWorkflow } from './read-workflow.ts';
import { usesTaca, withoutTaca } from './without-taca.ts';

const nothing = { models: () => [], inputImages: () => [], inputLatents: () => [] };
const classes = readNodeClasses(objectInfo(registry, nothing));

function template(name: string) {
  const file = new URL(`../../../workflows/${name}.json`, import.meta.url);
  const json = parseJson(readFileSync(file, 'utf8'));
  return readWorkflow(isObject(json) ? json : {}, classes);
}

test('temperature and words go, the LoRA is bypassed, and all else stays', () => {
  const warm = produce(template('first-picture'), (draft) => {
    const node = draft.root.nodes['2'];
    if (node) node.values['words'] = 'red circle: 1.4';
  });
  const plain = withoutTaca(warm, classes);
  expect(plain.root.nodes['2']?.values).toMatchObject({ temperature: 1, words: '', steps: 2 });
  expect(plain.root.nodes['3']?.mode).toBe('bypass');
  expect(plain.root.nodes['7']).toBe(warm.root.nodes['7']);
});

test('a temperature that a link gives is bypassed', () => {
  const linked = produce(template('first-picture'), (draft) => {
    const link = draft.root.links['9'];
    if (link) draft.root.links['9'] = { ...link, to: { node: '2', input: 'temperature' } };
  });
  expect(withoutTaca(linked, classes).root.nodes['2']?.mode).toBe('bypass');
});

test('where TACA does nothing there is nothing to turn off', () => {
  expect(usesTaca(template('image-to-image'), classes)).toBe(false);
  expect(usesTaca(template('first-picture'), classes)).toBe(true);
  expect(usesTaca(withoutTaca(template('first-picture'), classes), classes)).toBe(false);
});
