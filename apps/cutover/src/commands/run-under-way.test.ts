import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { liveOwner } from './run-under-way.ts';

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
