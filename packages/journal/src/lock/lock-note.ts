// The readable note beside a lock: who holds it. It is written whole or not at all, and read with suspicion: it is a
// courtesy to people, never what the exclusion rests on (see lock.ts).
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import * as z from 'zod';
import { readOwnFile } from '../files/own-file.ts';
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
  // A name that nobody can guess, and nothing that is there already is written to or followed.
  const unfinished = `${notePath(path)}.${randomUUID()}`;
  const { run, command, pid, host, since } = owner;
  const file = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify({ run, command, pid, host, since, heartbeat })}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, notePath(path));
}

/** Removes the note; one that cannot be removed is left, as the lock does not rest on it. */
export function dropLockNote(path: string): void {
  try {
    rmSync(notePath(path), { force: true });
  } catch {
    // Held open by somebody who reads it, or on a disk that may not be written.
  }
}

function notePath(path: string): string {
  return `${path}.lock.json`;
}
