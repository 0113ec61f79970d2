import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock } from '@cutover/journal';
import { describe, expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { ownerText } from './owner.ts';
import { journalOwner, liveOwner } from './run-under-way.ts';

const io = { host: 'here', now: () => Date.parse('2026-01-02T03:04:05.000Z') };
const note = {
  command: 'cutover migrate',
  pid: 412,
  host: 'here',
  since: '2026-01-02T03:00:00.000Z',
  heartbeat: '2026-01-02T03:03:00.000Z',
};
const owner = {
  run: undefined,
  command: 'cutover migrate',
  pid: 412,
  host: 'here',
  heartbeat: note.heartbeat,
};

describe('the owner of a journal', () => {
  test.each([
    ['alive on this machine', note, true, owner],
    ['killed on this machine', note, false, undefined],
    ['elsewhere, heard of lately', { ...note, host: 'there' }, false, { ...owner, host: 'there' }],
    ['elsewhere, silent', { ...note, host: 'there', heartbeat: '2026-01-02T03:00:00.000Z' }, true, undefined],
    ['with its run', { ...note, run: 'r1' }, true, { ...owner, run: 'r1' }],
    ['a note that is none', { pid: 'x' }, true, undefined],
    ['not even an object', 7, true, undefined],
  ])('%s', (_, text, isAlive, expected) => {
    const path = join(fakeIo().cwd, 'cutover.db');
    writeFileSync(`${path}.lock.json`, JSON.stringify(text));
    expect(liveOwner(path, io, () => isAlive)).toEqual(expected);
  });

  test('no note, no owner', () => {
    expect(liveOwner(join(fakeIo().cwd, 'cutover.db'), io, () => true)).toBeUndefined();
  });
});

test('who holds up a command: the holder of the lock, or an owner elsewhere', () => {
  const path = join(fakeIo().cwd, 'cutover.db');
  const noted = (note: object): void => writeFileSync(`${path}.lock.json`, JSON.stringify(note));
  expect(journalOwner(path, io)).toBeUndefined();
  // Its owner may even be a living process by that number: it holds no lock.
  noted({ ...note, pid: process.pid });
  expect(journalOwner(path, io)).toBeUndefined();
  noted({ ...note, host: 'there' });
  expect(journalOwner(path, io)).toEqual({ ...owner, host: 'there' });
  const lock = acquireLock(path, {
    command: 'cutover diff',
    pid: 7,
    host: 'here',
    since: note.since,
    run: 'r2',
  });
  const holder = journalOwner(path, io);
  expect(holder).toMatchObject({ run: 'r2', command: 'cutover diff', pid: 7, host: 'here' });
  expect(holder && ownerText(holder)).toBe('cutover diff, process 7 on here');
  writeFileSync(`${path}.lock.json`, '{');
  const unknown = journalOwner(path, io);
  expect(unknown && ownerText(unknown)).toBe('another process');
  lock.release();
  expect(journalOwner(path, io)).toBeUndefined();
});
