import { copyFileSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/samples.ts';
import { standingPlace, standingState } from './standing-place.ts';

function aFile(): { path: string; start: string; place: () => string | undefined } {
  const folder = temporaryFolder();
  const [path, start] = [join(folder, 'cutover.db'), join(folder, 'boot_id')];
  writeFileSync(path, 'rows');
  writeFileSync(start, 'first start\n');
  return { path, start, place: () => standingPlace(path, start) };
}

it('is the same as long as the file is, whatever is written to it and whatever it is called', () => {
  const { path, start, place } = aFile();
  const before = place();
  expect(before).toMatch(/^[\da-f]{16}$/);
  writeFileSync(path, 'more rows');
  expect(place()).toBe(before);
  renameSync(path, `${path}.moved`);
  expect(standingPlace(`${path}.moved`, start)).toBe(before);
});

it('is as it was left until somebody writes to it, whatever time he has given it', () => {
  const { path, start } = aFile();
  const left = standingState(path, start);
  expect(left).toMatch(/^[\da-f]{16}$/);
  readFileSync(path);
  expect(standingState(path, start)).toBe(left);
  utimesSync(path, 1, 1);
  const again = standingState(path, start);
  expect(again).not.toBe(left);
  writeFileSync(start, 'second start\n');
  expect(standingState(path, start)).not.toBe(again);
});

it('is another one once the machine was started again, and for a copy', () => {
  const { path, start, place } = aFile();
  const before = place();
  copyFileSync(path, `${path}.copy`);
  expect(standingPlace(`${path}.copy`, start)).not.toBe(before);
  const rows = readFileSync(path);
  rmSync(path);
  writeFileSync(path, rows);
  expect(place()).not.toBe(before);
  const again = place();
  writeFileSync(start, 'second start\n');
  expect(place()).not.toBe(again);
});

it('is not known where the system does not say when it was started, or nothing is there', () => {
  const { path, start, place } = aFile();
  expect(standingPlace(path, `${start}.missing`)).toBeUndefined();
  writeFileSync(start, '\n');
  expect(place()).toBeUndefined();
  expect(standingPlace(`${path}.missing`, start)).toBeUndefined();
});
