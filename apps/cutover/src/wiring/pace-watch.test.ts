import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePaceNote } from '@cutover/journal';
import { expect, it } from 'vitest';
import { watchPace } from './pace-watch.ts';

it('takes up what is asked of its run, once, and takes away what was asked of another', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'cutover-pace-')), 'cutover.db');
  const taken: unknown[] = [];
  let run: string | undefined;
  writePaceNote(path, { id: randomUUID(), run: 'r0001', concurrency: 1 });
  const watch = watchPace(
    path,
    () => run,
    (to) => taken.push(to),
  );
  watch.stop();
  const fromBefore = existsSync(`${path}.pace.json`);
  const isThere = (): boolean => existsSync(`${path}.pace.json`);
  writePaceNote(path, { id: randomUUID(), run: 'r0001', quotaShare: 0.5 });
  watch.look();
  const beforeRun = [taken.length, isThere()];
  run = 'r0001';
  watch.look();
  watch.look();
  const ofOurs = [taken.length, isThere()];
  writePaceNote(path, { id: randomUUID(), run: 'r0002', concurrency: 3 });
  watch.look();
  expect({ fromBefore, beforeRun, ofOurs, ofAnother: [taken.length, isThere()], taken }).toEqual({
    fromBefore: false,
    beforeRun: [0, true],
    ofOurs: [1, false],
    ofAnother: [1, false],
    taken: [{ quotaShare: 0.5, concurrency: undefined }],
  });
});
