// The story: two local stores, the way from audit to verify with the real binary, a kill in the middle of the writing, and
// a count of its own at the end. Invariants: the stores live in another process than the migration, so that killing it is
// all that the kill does; success is said only when this process has counted it.
import { type Attempts, afterAction, type Settled, settle } from './attempts.ts';
import { type ActionLine, diffFacts, type ResultLine } from './lines.ts';
import { type Fetch, lookAt, lookAtRest, type Sight, type StoreAddress } from './own-eyes.ts';
import { doubtsAbout, unrecorded } from './proof.ts';
import { createStage, DemoError, type Say, type Stage, type StageOptions, type StorePair } from './stage.ts';
import * as words from './story-words.ts';
import type { Telling } from './telling.ts';

export interface DemoOptions extends StageOptions {
  readonly fetch: Fetch;
  /** Waits a while; rejects when the demo is stopped. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly telling: Telling;
}
export interface DemoResult {
  readonly products: number;
  readonly images: number;
  readonly requests: ResultLine['requests'];
  /** Writes begun over both processes of the migration. */
  readonly writes: number;
  /** Writes that the kill left without an answer. */
  readonly interrupted: number;
  readonly settled: Settled;
  readonly onSource: number;
  readonly onTarget: number;
}

/** Some thirty writes a second: slow enough to watch, quick enough for a minute in all. */
const sandbox = ['--products', '92', '--quota', '66/2s', '--fault', 'reset-after=0.03'] as const;
const migration = ['migrate', '--yes', '--settle-after', '2s'] as const;
const killAtShare = 0.4;

/** Rejects with a DemoError when anything that it would say is not so. */
export async function playDemo(options: DemoOptions): Promise<DemoResult> {
  const stage = createStage(options);
  try {
    return await tellStory(options, stage);
  } finally {
    await stage.clear();
  }
}

async function tellStory({ telling, fetch, sleep }: DemoOptions, stage: Stage): Promise<DemoResult> {
  const { step, fact } = telling;
  const nap = () => sleep(500);
  const { stores, source, before } = await step(
    'stores',
    () => openStores(stage, (store) => lookAt(store, fetch, nap)),
    (seen) => done(words.storesWords(seen.source, seen.before)),
  );
  const audit = (say: Say) =>
    stage.run({ args: ['audit', '--fail-on', 'fatal'], stores, exitCodes: [0, 3], say });
  const audited = await step('audit', audit, (result) => done(words.auditWords(result)));
  const diff = (say: Say) => stage.run({ args: ['diff'], stores, exitCodes: [3], say });
  const compared = await step('diff', diff, (result) => done(words.diffWords(result)));
  const planned = diffFacts.parse(compared).missing;

  const enough = ({ done: isThere }: Attempts) => isThere >= planned * killAtShare;
  const killed = await step(
    'migrate',
    (say) => stage.runUntilKilled(migration, stores, enough, say),
    (attempts) => ({ sign: '■', words: words.killWords(attempts, planned) }),
  );
  const halfway = await step(
    'look',
    () => lookAtRest(stores.target, fetch, nap),
    (seen) =>
      done(words.lookWords(seen.pictures - before.pictures, unrecorded({ before, halfway: seen, killed }))),
  );
  const resumed = await step(
    'resume',
    (say) => resume(stage, stores, killed, say),
    ({ result, settled }) => done(words.resumeWords(result, settled)),
  );
  const verify = (say: Say) =>
    stage.run({ args: ['verify', '--level', 'content'], stores, exitCodes: [0], say });
  const verified = await step('verify', verify, (result) => done(words.verifyWords(result)));

  const after = await lookAt(stores.target, fetch, nap);
  const { settled, writes } = resumed;
  const doubts = doubtsAbout({
    source,
    before,
    halfway,
    after,
    killed,
    settled,
    resumed: resumed.result,
    verified,
  });
  if (doubts.length > 0) throw new DemoError(doubts.join('; '));
  telling.plain();
  fact('✓', 'nothing twice', words.onceWords(after, source));
  fact('✓', 'of every kind', words.kindsWords(after));
  fact('✓', 'nothing lost', words.settledWords(settled));
  fact('✓', 'writes', words.writesWords(writes, planned));
  return {
    products: source.products,
    images: source.pictures,
    requests: sum([audited, compared, resumed.result, verified]),
    writes,
    interrupted: killed.open.size,
    settled,
    onSource: source.pictures,
    onTarget: after.pictures,
  };
}

async function openStores(stage: Stage, look: (store: StoreAddress) => Promise<Sight>) {
  const stores = await stage.startStores(sandbox);
  return { stores, source: await look(stores.source), before: await look(stores.target) };
}

/** The same command once more; what it says of the writes that the kill left open settles them. */
async function resume(stage: Stage, stores: StorePair, killed: Attempts, say: Say) {
  const lines: ActionLine[] = [];
  const onAction = (line: ActionLine) => void lines.push(line);
  const result = await stage.run({ args: migration, stores, exitCodes: [0], say, onAction });
  return { result, settled: settle(killed.open, lines), writes: lines.reduce(afterAction, killed).begun };
}

function done(text: string): { readonly sign: '✓'; readonly words: string } {
  return { sign: '✓', words: text };
}

/** Requests of all commands that lived to tell; the killed one did not. */
function sum(results: readonly ResultLine[]): DemoResult['requests'] {
  const add = (kind: 'v2' | 'v3' | 'content') =>
    results.reduce((total, { requests }) => total + requests[kind], 0);
  return { v2: add('v2'), v3: add('v3'), content: add('content') };
}
