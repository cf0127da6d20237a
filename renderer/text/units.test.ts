import { expect, test } from 'vitest';
import { shownBytes, shownSeconds } from './units.ts';

test.each([
  [0, '0 B'],
  [1500, '2 KB'],
  [29_400_000, '29.4 MB'],
  [294_000_000, '294 MB'],
  [23_802_932_552, '23.8 GB'],
])('%i bytes are %s', (bytes, text) => expect(shownBytes(bytes)).toBe(text));

test.each([
  [0.2, '1 s'],
  [89, '89 s'],
  [150, 'about 3 min'],
  [7300, 'about 2 h'],
])('%i seconds are %s', (seconds, text) => expect(shownSeconds(seconds)).toBe(text));
