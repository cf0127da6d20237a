import { describe, expect, test } from 'vitest';
import { align } from '../networks/text/tokenizer/aligned.ts';
import { parsePromptWeights } from './prompt-weights.ts';

/** `text` → [text, weight] pairs, weights rounded. */
function parse(text: string): [string, number][] {
  return parsePromptWeights(align(text)).map((s) => [s.text.text, Number(s.weight.toFixed(6))]);
}

describe('weights', () => {
  test.each<[string, [string, number][]]>([
    ['', []],
    ['a red cube', [['a red cube', 1]]],
    [
      'a (red) cube',
      [
        ['a ', 1],
        ['red', 1.1],
        [' cube', 1],
      ],
    ],
    ['((red))', [['red', 1.21]]],
    ['(red:1.3)', [['red', 1.3]]],
    ['(red:.5)', [['red', 0.5]]],
    ['(red:-1)', [['red', -1]]],
    ['(red: 1e-1 )', [['red', 0.1]]],
    ['((red:1.3))', [['red', 1.3]]],
    [
      '(a (b:0.5) c:2)',
      [
        ['a ', 2],
        ['b', 0.5],
        [' c', 2],
      ],
    ],
    ['(16:9 view:1.2)', [['16:9 view', 1.2]]],
    ['[red]', [['[red]', 1]]],
    ['', []],
    ['()', []],
  ])('%j', (text, segments) => expect(parse(text)).toEqual(segments));
});

describe('broken syntax is text', () => {
  test.each<[string, [string, number][]]>([
    ['(red:big)', [['red:big', 1.1]]],
    ['(:1.2)', [[':1.2', 1.1]]],
    ['(red:inf)', [['red:inf', 1.1]]],
    ['(red:nan)', [['red:nan', 1.1]]],
    ['(red:1e99)', [['red:1e99', 1.1]]],
    ['(red:0x10)', [['red:0x10', 1.1]]],
    ['(a:1.2', [['(a:1.2', 1]]],
    ['a) (b)', [['a) (b)', 1]]],
    [
      'a (b',
      [
        ['a ', 1],
        ['(b', 1],
      ],
    ],
    [
      'a ( (b) c',
      [
        ['a ', 1],
        ['( (b) c', 1],
      ],
    ],
    [':) (red:2)', [[':) (red:2)', 1]]],
    [
      '(a (b)',
      [
        ['a ', 1.1],
        ['(b', 1.1],
      ],
    ],
  ])('%j', (text, segments) => expect(parse(text)).toEqual(segments));
});

test('escaped brackets are brackets', () => {
  expect(parse(String.raw`a \(red\) (blue \(sky\):1.4)`)).toEqual([
    ['a (red) ', 1],
    ['blue (sky)', 1.4],
  ]);
});

test('segments know where they stand in the prompt', () => {
  const [, red] = parsePromptWeights(align(String.raw`\(a (red:1.2)`));
  expect([...(red?.text.starts ?? [])]).toEqual([5, 6, 7]);
});

test.each([
  ['open brackets', '('.repeat(100_000)],
  ['closing brackets', ')'.repeat(100_000)],
  ['nested brackets', '('.repeat(50_000) + ')'.repeat(50_000)],
  ['half-closed brackets', `${'('.repeat(60_000)}a${')'.repeat(30_000)}`],
  ['nested weights', '('.repeat(20_000) + 'a' + ':2)'.repeat(20_000)],
  ['many groups', '(a:1)'.repeat(20_000)],
  ['brackets after a colon', `a:${'('.repeat(50_000)}b${')'.repeat(50_000)}`],
])('takes %s by the hundred thousand', (_, text) => {
  const segments = parsePromptWeights(align(text));
  expect(segments.every(({ weight }) => Number.isFinite(Math.fround(weight)))).toBe(true);
  expect(segments.reduce((sum, s) => sum + s.text.text.length, 0)).toBeLessThanOrEqual(text.length);
});
