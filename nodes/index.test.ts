import { describe, expect, test } from 'vitest';
import { defaultOf, isWidget, type WidgetSpec } from './graph/coerce.ts';
import { rangeViolation } from './graph/validate-value.ts';
import { registry } from './index.ts';

describe.each(Object.entries(registry))('%s', (name, node) => {
  test('is registered under its class name', () => {
    expect(node.id).toBe(name);
  });

  test('says what it is', () => {
    expect(node.title.trim()).not.toBe('');
    expect(node.category).toMatch(/^\S.*\S$/);
    expect(node.description).toMatch(/^[^a-z\s].*\.$/s);
  });

  test('has defaults that it would accept itself', () => {
    const widgets = Object.values(node.inputs).filter((spec) => isWidget(spec));
    expect(widgets.filter((spec) => !acceptsDefault(spec))).toEqual([]);
  });

  test('keeps on disk only conditioning', () => {
    const types = node.cache === 'disk' ? Object.values(node.outputs) : [];
    expect(types.filter((type) => type !== 'CONDITIONING')).toEqual([]);
  });

  test('tells when a file that it reads has changed', () => {
    const readsFile = Object.values(node.inputs).some(
      (spec) => spec.kind === 'combo' && typeof spec.options === 'function',
    );
    expect(readsFile && !node.fingerprint).toBe(false);
  });
});

function acceptsDefault(spec: WidgetSpec): boolean {
  const value = defaultOf(spec);
  if (spec.kind !== 'combo') return value !== undefined && rangeViolation(spec, value) === null;
  if (typeof spec.options === 'function') return value === undefined;
  return typeof value === 'string' && spec.options.includes(value);
}
