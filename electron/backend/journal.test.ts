import { expect, it } from 'vitest';
import { createJournal } from './journal.ts';

it('keeps the newest 2,000 lines, each with its time', () => {
  const journal = createJournal(() => new Date(0));
  for (let i = 0; i < 9000; i++) journal.add(`line ${i}`);
  const entries = journal.entries();
  expect(entries).toHaveLength(2000);
  expect(entries.at(-1)).toEqual({ t: '1970-01-01T00:00:00.000Z', m: 'line 8999' });
});

it('tells listeners each line until they end it', () => {
  const journal = createJournal();
  const heard: string[] = [];
  const end = journal.listen(({ m }) => heard.push(m));
  journal.add('one\ntwo');
  end();
  journal.add('three');
  expect(heard).toEqual(['one', 'two']);
});
