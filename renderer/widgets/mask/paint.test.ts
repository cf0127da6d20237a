import { expect, test } from 'vitest';
import { coveredShare, emptyMask, fromAlpha, invert, Stroke, type Brush } from './paint.ts';

const hard: Brush = { diameter: 8, hardness: 1, opacity: 1, isEraser: false };
const at = (mask: { width: number; data: Uint8ClampedArray }, x: number, y: number) =>
  mask.data[y * mask.width + x];

test('a hard brush masks its disc and nothing else', () => {
  const mask = emptyMask(32, 32);
  new Stroke(mask, hard).to({ x: 16, y: 16 });
  expect(at(mask, 16, 16)).toBe(255);
  expect(at(mask, 16, 13)).toBe(255);
  expect(at(mask, 16, 22)).toBe(0);
  const area = coveredShare(mask) * 32 * 32;
  expect(Math.abs(area - Math.PI * 16)).toBeLessThan(4);
});

test('a line has no gaps, and says which pixels changed', () => {
  const mask = emptyMask(64, 16);
  const stroke = new Stroke(mask, { ...hard, diameter: 4 });
  stroke.to({ x: 4, y: 8 });
  const area = stroke.to({ x: 60, y: 8 });
  for (let x = 4; x < 60; x++) expect(at(mask, x, 8)).toBe(255);
  expect(area).toEqual({ left: 1, top: 5, right: 63, bottom: 11 });
});

test('a stroke that crosses itself covers no more than its opacity, a second one more', () => {
  const mask = emptyMask(16, 16);
  const half = { ...hard, opacity: 0.5 };
  const stroke = new Stroke(mask, half);
  for (let i = 0; i < 5; i++) stroke.to({ x: 8 + (i % 2), y: 8 });
  expect(at(mask, 8, 8)).toBe(128);
  new Stroke(mask, half).to({ x: 8, y: 8 });
  expect(at(mask, 8, 8)).toBe(192);
});

test('a soft brush fades to its edge, the eraser takes away', () => {
  const mask = emptyMask(32, 32);
  new Stroke(mask, { ...hard, diameter: 20, hardness: 0 }).to({ x: 16, y: 16 });
  const [middle, between, outside] = [at(mask, 16, 16), at(mask, 21, 16), at(mask, 27, 16)];
  expect(middle).toBeGreaterThan(between ?? 0);
  expect(between).toBeGreaterThan(0);
  expect(outside).toBe(0);
  new Stroke(mask, { ...hard, diameter: 40, isEraser: true }).to({ x: 16, y: 16 });
  expect(coveredShare(mask)).toBe(0);
});

test('painting beyond the edge is no error', () => {
  const mask = emptyMask(8, 8);
  new Stroke(mask, hard).to({ x: -2, y: 40 });
  expect(coveredShare(mask)).toBe(0);
});

test('masked is where the picture is transparent', () => {
  const mask = fromAlpha(new Uint8ClampedArray([0, 0, 0, 255, 0, 0, 0, 0]), 2, 1);
  expect([...mask.data]).toEqual([0, 255]);
  invert(mask);
  expect([...mask.data]).toEqual([255, 0]);
});
