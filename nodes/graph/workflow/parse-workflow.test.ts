import { describe, expect, test } from 'vitest';
import { parseWorkflow } from './parse-workflow.ts';

const read = (text: string) => parseWorkflow(text, 'a.json');

describe('tells apart', () => {
  test('prompts', () => {
    const prompt = { 1: { class_type: 'X', inputs: {} } };
    expect(read(JSON.stringify(prompt))).toEqual({ format: 'api', prompt });
  });

  test.each([0.4, 1])('files of the editor, version %d', (version) => {
    const workflow = { version, nodes: [], links: [] };
    expect(read(JSON.stringify(workflow))).toEqual({ format: 'ui', workflow });
  });

  test.each([
    ['[1,2]', 'it holds a list of 2'],
    ['{}', 'it holds an empty object'],
    ['null', 'it holds null'],
    ['"hello"', 'it holds a string'],
    ['{"name":"x","private":true}', 'it holds "name", "private"'],
    ['{"1":{"class_type":"X"},"2":3}', 'it holds "1", "2"'],
  ])('what is no workflow: %s', (text, holds) => {
    expect(() => read(text)).toThrow(`a.json is JSON but no workflow: ${holds}.`);
  });
});

test('reads past a byte order mark, and keeps 64-bit seeds', () => {
  const text = '\uFEFF{"1":{"class_type":"X","inputs":{"seed":18446744073709551615}}}';
  expect(read(text)).toMatchObject({ prompt: { 1: { inputs: { seed: 2n ** 64n - 1n } } } });
});

describe('says where a file stops being JSON', () => {
  test.each([
    ['hello', 1, 1],
    ['{"a":1,}', 1, 8],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{"a": [1, 2}', 1, 12],
    ['{"a": "x\ny"}', 1, 7],
    ['{"a": "\\q"}', 1, 7],
    ['{"a": 01}', 1, 7],
    ['{"a": tru}', 1, 7],
    ['{"a": 1', 1, 8],
    ['{"a"', 1, 5],
    ['{a: 1}', 1, 2],
    ['{} {}', 1, 4],
    ['\r\n\r\n]', 3, 1],
    ['{"a": NaN}', 1, 7],
    [']', 1, 1],
  ])('%j', (text, line, column) => {
    expect(() => read(text)).toThrow(
      `a.json is not JSON: line ${line}, column ${column} cannot be read.`,
    );
  });

  test('also when it is empty or nested without end', () => {
    expect(() => read(' \n')).toThrow('a.json is empty.');
    expect(() => read('['.repeat(1e5) + ']'.repeat(1e5))).toThrow('nested too deeply');
  });
});
