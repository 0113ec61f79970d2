// Small files beside a journal that people and other processes read.
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** It is there whole or not at all. */
export function writeWhole(path: string, value: unknown): void {
  // A name that nobody can guess, and nothing that is there already is written to or followed.
  const unfinished = `${path}.${randomUUID()}`;
  const file = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify(value)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}

/** False: something is there, be it a link. Who reads it meanwhile, or after a kill in between, may find a part of it. */
export function writeUnlessThere(path: string, value: unknown): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(file, `${JSON.stringify(value)}\n`);
  } finally {
    closeSync(file);
  }
  return true;
}

/** Removes it; one that cannot be removed is left: held open by somebody who reads it, or on a disk that may not be written. */
export function drop(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing rests on it.
  }
}
