import { openJournal } from '@cutover/journal';
import type { EngineEvent } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { resolveOptions } from '../command-line/resolve.ts';
import { createOutput } from '../terminal/output.ts';
import { createPauseGate } from '../terminal/pause.ts';
import { createSecrets } from '../terminal/secrets.ts';
import { createStopping } from '../terminal/stopping.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { someCreates, someRun } from '../testing/some-run.ts';
import { createScreenDoor } from './screen-door.ts';

/** A door on a terminal, in front of a migration whose plan has two creates, of which one is applied. */
async function opened() {
  const base = fakeIo({ terminal: true });
  const { stdout, stdin, text } = fakeTerminal();
  const io = { ...base, stdout, stdin };
  const { stderr } = io;
  const out = createOutput({
    stdout,
    stderr,
    secrets: createSecrets(),
    quiet: () => false,
    canLive: false,
  });
  const stopping = createStopping(io, () => out.warn('Stopping.'));
  const journal = openJournal(':memory:', { now: io.now, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun());
  const [first, second] = await journal.addActions(run, someCreates([2, 3], { sku: 'MUG-3' }));
  await journal.setPlanRun(run, run);
  const basis = await journal.saveBasis(run, 3, []);
  const action = first?.id ?? '';
  await journal.start([{ action, run, basis, sentName: 'a.jpg', sentVia: 'url', digest: 'd' }]);
  await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 9 }]);
  const named = {
    mode: 'transfer' as const,
    source: { hash: 'abc', api: 'https://a.example.com', token: 'a' },
    target: { hash: 'def', api: 'https://a.example.com', token: 'b' },
  };
  const keys: string[] = [];
  const pace = {
    now: () => ({ quotaShare: 0.9, concurrency: undefined }),
    press: (key: string) => keys.push(key),
  };
  const door = createScreenDoor(
    {
      command: 'migrate',
      out,
      io,
      stopping,
      options: resolveOptions([], new Map(), {}, io),
      environment: {},
    },
    { journal, named, gate: createPauseGate(stopping.signal), stores: () => ({ pacers: () => ({}), pace }) },
  );
  door.event({ type: 'run', run, command: 'migrate', mode: 'transfer', resumed: true, planRun: run });
  const progress = (done: number, total: number): EngineEvent => ({
    type: 'progress',
    run,
    phase: 'writing',
    done,
    total,
  });
  return { door, run, second: second?.id ?? '', journal, io, progress, text };
}

test('the counters go on from the journal, and nothing told while it opens is lost', async () => {
  const { door, run, progress, text, journal } = await opened();
  door.event(progress(1, 2));
  door.event({
    type: 'action',
    run,
    action: `${run}/2`,
    verb: 'create',
    kind: 'product-image',
    status: 'applied',
  });
  door.event(progress(2, 2));
  await door.close();
  expect(text().slice(text().lastIndexOf('2 of 2'))).toContain('✓ 2 created');
  await journal.close();
});

test('an image is called by its SKU and its id', async () => {
  const { door, run, second, progress, text, journal } = await opened();
  door.event(progress(1, 2));
  await door.open();
  door.event({
    type: 'action',
    run,
    action: second,
    verb: 'remove',
    kind: 'product-image',
    status: 'failed',
    target: { productId: 3, imageId: 10_249, sku: 'MUG-3' },
  });
  await door.close();
  expect(text()).toContain('✗ remove   MUG-3  image 10249');
  expect(text()).toMatch(/continues what began \d{4}-\d\d-\d\d \d\d:\d\d/);
  await journal.close();
});

test('where there is nothing to write no screen opens', async () => {
  const { door, progress, text, journal } = await opened();
  door.event(progress(0, 0));
  await door.close();
  expect(text()).toBe('');
  await journal.close();
});

test('the second Ctrl-C gives the terminal back, with what was said behind the screen', async () => {
  const { door, io, progress, text, journal } = await opened();
  door.event(progress(1, 2));
  await door.open();
  io.signal('SIGINT');
  expect(io.printed.stderr).toBe('');
  io.signal('SIGINT');
  expect([io.printed.stderr, io.exits]).toEqual(['Stopping.\n', [130]]);
  // The cursor is shown again.
  expect(text().endsWith('\u001B[?25h')).toBe(true);
  await door.close();
  await journal.close();
});
