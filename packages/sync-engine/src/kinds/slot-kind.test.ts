// A kind of picture that the write path has never heard of goes all its way: planned, written down, sent, in doubt, told
// by a look, recorded. What holds of every slot: it is written once, and no answer is no reason to write it again.
import { type Action, journalOfPair, openJournal, type SetOfSource } from '@cutover/journal';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { describe, expect, it } from 'vitest';
import { type Carrying, type Choices, choicesUnsaid, type StorePort, type With } from '../engine.ts';
import type { EngineEvent } from '../events.ts';
import { type Answer, type SlotPort, setSlot, slotKind, slotPort } from '../testing/slot-kind.ts';
import { carryOut } from '../write/carry-out.ts';
import { sourceGoal } from '../write/source-goal.ts';
import type { Kind, Kinds } from './kind.ts';
import { kindsOf } from './kinds.ts';
import { productImage } from './product-image/product-image.ts';

const unasked = (): never => {
  throw new Error('nothing of this kind is asked of a store');
};

function silentPort(hash: string): StorePort {
  const http = { store: hash, api: '', read: unasked, write: unasked, snapshot: unasked, close: unasked };
  return {
    hash,
    v2: createV2Reader(http),
    v3: createV3Client(http),
    isBigCommerce: false,
    originals: [],
    pace: () => undefined,
  };
}

function engineOf(): With<Choices & Carrying> & { readonly events: EngineEvent[] } {
  const events: EngineEvent[] = [];
  let nowMs = 0;
  return {
    mode: 'transfer',
    source: silentPort('source'),
    target: silentPort('target'),
    journal: journalOfPair(openJournal(':memory:'), { source: 'source', target: 'target' }),
    content: { head: unasked, get: unasked },
    archive: { put: unasked, get: unasked },
    clock: {
      now: () => nowMs,
      monotonicMs: () => nowMs,
      async sleep(ms) {
        nowMs += ms;
        await Promise.resolve();
      },
    },
    random: () => 0.5,
    control: { stopping: new AbortController().signal, whileNotPaused: async () => await Promise.resolve() },
    emit: (event) => events.push(event),
    words: ({ code }) => code,
    events,
    patience: { settleAfterMs: 60, concurrency: undefined },
    ...choicesUnsaid,
    means: { transfer: 'auto' },
  };
}

const planned: SetOfSource = {
  verb: 'set',
  subject: { kind: 'variant-image', productId: 9, slot: { variantId: 4 } },
  from: { productId: 1, slot: { variantId: 4 } },
  sku: 'S',
  position: 0,
};

interface Told {
  readonly written: readonly string[];
  readonly actions: readonly string[];
}

/** Carries out a plan that sets variant 4 of product 9. */
async function carried(
  port: SlotPort,
  { begin, kinds = kindsOf([slotKind(port)]) }: { begin?: () => void; kinds?: Kinds } = {},
): Promise<Told> {
  const engine = engineOf();
  const { journal } = engine;
  const run = await journal.openRun({
    command: 'migrate',
    mode: 'transfer',
    optionsKey: '',
    options: {},
    dryRun: false,
  });
  await journal.openSnapshot(run.id, 'source', 'source', 'v3');
  const [action] = await journal.addActions(run.id, [planned]);
  if (begin !== undefined && action !== undefined) {
    const basis = await journal.saveBasis(run.id, 9, []);
    const before = { address: port.shown.get(4) ?? '' };
    const intent = { run: run.id, basis, sentName: '', sentVia: 'url', digest: '', before } as const;
    await journal.start([{ action: action.id, ...intent }]);
    begin();
  }
  const plans = { engine, run, planRun: run.id, kinds };
  await carryOut({ ...plans, goal: sourceGoal(plans) }, undefined);
  return { written: port.written, actions: journal.actions(run.id).map(inShort) };
}

function inShort(action: Action): string {
  const { status, attempts } = action;
  const { before, shown } = action.verb === 'set' ? action : {};
  return `${status} after ${attempts}: ${JSON.stringify(before)} → ${JSON.stringify(shown)}`;
}

describe('a slot', () => {
  const old = { address: 'cdn/old?0' };
  const mug = (times: number) => ({ address: `cdn/mug?${times}` });
  const applied = (attempts: number, times: number): string =>
    `applied after ${attempts}: ${JSON.stringify(old)} → ${JSON.stringify(mug(times))}`;

  it.each<[string, Answer[], Told]>([
    ['is set once', ['answered'], { written: ['4: mug'], actions: [applied(1, 1)] }],
    [
      'is not written again where it shows another address than before',
      ['done'],
      { written: ['4: mug'], actions: [applied(1, 1)] },
    ],
    [
      'is written again where it shows the address of before',
      ['lost', 'answered'],
      { written: ['4: mug', '4: mug'], actions: [applied(2, 2)] },
    ],
    [
      'is settled by each write’s own look',
      ['lost', 'done'],
      { written: ['4: mug', '4: mug'], actions: [applied(2, 2)] },
    ],
  ])('%s', async (_name, answers, told) => {
    const port = slotPort({ 4: 'mug' }, { 4: 'cdn/old?0' });
    port.answers.push(...answers);
    expect(await carried(port)).toEqual(told);
  });

  it('that shows the picture already is left as it is', async () => {
    expect(await carried(slotPort({ 4: 'mug' }, { 4: 'cdn/mug?0' }))).toEqual({
      written: [],
      actions: ['superseded after 0: undefined → undefined'],
    });
  });

  it('that an earlier process began to write is told by its address, and the write is not repeated', async () => {
    const port = slotPort({ 4: 'mug' }, { 4: 'cdn/old?0' });
    expect(await carried(port, { begin: () => setSlot(port, 4, 'mug') })).toEqual({
      written: ['4: mug'],
      actions: [applied(1, 1)],
    });
  });

  it('that the look finds in want of another picture is added to the plan', async () => {
    const port = slotPort({ 4: 'mug', 5: 'cup' }, { 4: 'cdn/old?0', 5: '' });
    expect(await carried(port)).toEqual({
      written: ['4: mug', '5: cup'],
      actions: [applied(1, 1), 'applied after 1: {"address":""} → {"address":"cdn/cup?2"}'],
    });
  });
});

it('a slot that is left alone fails with the words of why, and no other does', async () => {
  const port = slotPort({ 4: 'mug' }, { 4: 'cdn/old?0' });
  const leaving = (variantId: number): Kind => ({
    ...slotKind(port),
    considering: (...asked) => ({
      async consider(about) {
        const considered = await slotKind(port)
          .considering(...asked)
          .consider(about);
        const conflict = {
          code: 'edited-on-target',
          says: { code: 'edited-and-outdated' },
          targetSlot: { variantId },
        } as const;
        return { ...considered, actions: [], conflicts: [conflict] };
      },
    }),
  });
  const statuses = async (variantId: number): Promise<readonly string[]> =>
    (await carried(port, { kinds: kindsOf([leaving(variantId)]) })).actions.map(
      (one) => one.split(' ')[0] ?? '',
    );
  expect([await statuses(4), await statuses(5), port.written]).toEqual([['failed'], ['superseded'], []]);
});

it('pictures of a kind that is not in the table are left to a later version', async () => {
  const port = slotPort({ 4: 'mug' }, { 4: 'cdn/old?0' });
  const kinds = { all: [slotKind(port)], of: kindsOf([productImage]).of };
  await expect(carried(port, { kinds })).rejects.toMatchObject({
    trouble: { code: 'plan-of-other-kinds', kind: 'variant-image' },
  });
  expect(port.written).toEqual([]);
});
