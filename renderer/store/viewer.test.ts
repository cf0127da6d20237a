import { beforeEach, expect, it, vi } from 'vitest';

vi.hoisted(() => {
  // The layout is kept in the browser.
  const kept = new Map<string, string>();
  Object.assign(globalThis, {
    addEventListener: () => undefined,
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    },
  });
});
const {
  choosePicture,
  comparePictures,
  leavePicture,
  showSide,
  shownPicture,
  setViewerMode,
  viewer,
  viewPicture,
} = await import('./viewer.ts');
const { layout } = await import('./layout.ts');

const picture = (filename: string) => ({ filename, subfolder: '', type: 'output' as const });
const [a, b, c] = ['a', 'b', 'c'].map(picture) as [
  ReturnType<typeof picture>,
  ReturnType<typeof picture>,
  ReturnType<typeof picture>,
];

beforeEach(() => viewPicture(a));

it('opens a picture in its view', () => {
  expect(layout.getState().view).toBe('viewer');
  expect(shownPicture(viewer.getState())).toEqual(a);
});

it('compares with the picture that is offered, and with the last one after that', () => {
  setViewerMode('side', b);
  expect(viewer.getState()).toMatchObject({ a, b, mode: 'side' });
  setViewerMode('one', null);
  setViewerMode('wipe', c);
  expect(viewer.getState()).toMatchObject({ a, b, mode: 'wipe' });
});

it('what is chosen while comparing is B, until A is asked for', () => {
  setViewerMode('side', null);
  choosePicture(b);
  expect(viewer.getState()).toMatchObject({ a, b, mode: 'side' });
  showSide('a');
  choosePicture(c);
  expect(viewer.getState()).toMatchObject({ a: c, b });
});

it('1 and 2 show A and B alone', () => {
  comparePictures(a, b);
  setViewerMode('one', null);
  expect(shownPicture(viewer.getState())).toEqual(a);
  showSide('b');
  expect(shownPicture(viewer.getState())).toEqual(b);
  viewPicture(a);
  showSide('b');
  expect(shownPicture(viewer.getState())).toEqual(a);
});

it('a picture that is gone is left, and the other stays', () => {
  comparePictures(a, b);
  leavePicture(a);
  expect(viewer.getState()).toMatchObject({ a: b, b: null, mode: 'one' });
});
