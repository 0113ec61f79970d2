import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/samples.ts';
import { dropPaceNote, readPaceNote, writePaceNote } from './pace-note.ts';

it('is there until it is dropped, and none is written over it', () => {
  const path = join(temporaryFolder(), 'cutover.db');
  const id = randomUUID();
  const note = { id, run: 'r0001-2222', quotaShare: 0.5, concurrency: 8 };
  const before = readPaceNote(path);
  const written = [writePaceNote(path, note), writePaceNote(path, { id, run: 'r0001-2222', concurrency: 2 })];
  const while_ = readPaceNote(path);
  dropPaceNote(path);
  dropPaceNote(path);
  expect({ before, written, while_, after: readPaceNote(path) }).toEqual({
    before: undefined,
    written: [true, false],
    while_: note,
    after: undefined,
  });
});

it.each([
  ['not JSON', '{'],
  ['nobody’s', JSON.stringify({ run: 'r0001', concurrency: 2 })],
  ['no share', JSON.stringify({ id: randomUUID(), run: 'r0001', quotaShare: 2 })],
  ['no number', JSON.stringify({ id: randomUUID(), run: 'r0001', concurrency: 1.5 })],
  ['too long', JSON.stringify({ id: randomUUID(), run: 'r0001', concurrency: 2, more: 'x'.repeat(2_000) })],
])('says nothing where it is %s', (_, text) => {
  const path = join(temporaryFolder(), 'cutover.db');
  writeFileSync(`${path}.pace.json`, text);
  expect(readPaceNote(path)).toBeUndefined();
});

it('is no link, and a folder in its place is left as it is', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'cutover.db');
  writeFileSync(join(folder, 'theirs'), JSON.stringify({ id: randomUUID(), run: 'r0001', concurrency: 2 }));
  symlinkSync(join(folder, 'theirs'), `${path}.pace.json`);
  expect(readPaceNote(path)).toBeUndefined();
  const other = join(folder, 'other.db');
  mkdirSync(`${other}.pace.json`);
  dropPaceNote(other);
  expect([readPaceNote(other), existsSync(`${other}.pace.json`)]).toEqual([undefined, true]);
});
