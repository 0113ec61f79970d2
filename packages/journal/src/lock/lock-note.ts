// The readable note beside a lock: who holds it. It is written whole or not at all, and read with suspicion: it is a
// courtesy to people, never what the exclusion rests on (see lock.ts).
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { readOwnFile } from '../files/own-file.ts';
import { drop, writeWhole } from '../files/small-file.ts';
import type { LockNote, LockOwner } from '../lock-owner.ts';

/** More than any note needs. */
const noteBytesMax = 8192;

/** Printed to terminals, so nothing that moves a cursor gets through. */
const words = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u);
const lockNote = z.object({
  run: words.optional(),
  command: words,
  pid: z.number(),
  host: words,
  since: words,
  heartbeat: words.optional(),
});

/** True when a note is there, whether it can be read or not. */
export function hasLockNote(path: string): boolean {
  return existsSync(notePath(path));
}

export function readLockNote(path: string): LockNote | undefined {
  try {
    return lockNote.parse(JSON.parse(readOwnFile(notePath(path), noteBytesMax) ?? ''));
  } catch {
    return undefined;
  }
}

export function writeLockNote(path: string, owner: LockOwner, heartbeat: string): void {
  const { run, command, pid, host, since } = owner;
  writeWhole(notePath(path), { run, command, pid, host, since, heartbeat });
}

/** Removes the note; one that cannot be removed is left, as the lock does not rest on it. */
export function dropLockNote(path: string): void {
  drop(notePath(path));
}

function notePath(path: string): string {
  return `${path}.lock.json`;
}
