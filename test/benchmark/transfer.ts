// A transfer of product images to an empty store: what Cutover takes for it, beside the same creates with nothing around
// them, with the same writes to a journal, and beside a migrator that asks each product what it has.
import { bareCreates, barePosts, naiveMigration } from './bare.ts';
import { journaledAlike, journaledPosts } from './bare-journal.ts';
import { beside, count, mebibytes, median, perSecond, type Row } from './figures.ts';
import { diskWaits, type Ran, runProgram } from './program.ts';
import type { Serving, StoreAddress } from './serving.ts';
import { transferSides } from './transfer-sides.ts';

const concurrency = 32;
const words = ['migrate', '--yes', '--kinds', 'product', '--concurrency', String(concurrency)];

/** Who does the work; each has a store of its own to do it to in each round. */
const sides = {
  bare: async (source, target) => await posts(source, target, barePosts),
  journaled: async (source, target) => await posts(source, target, journaledPosts),
  alike: async (source, target) => {
    const creates = await bareCreates(source, target);
    return await journaledAlike(source, target, creates, concurrency);
  },
  naive: async (source, target) => await naiveMigration(source, target, concurrency),
} satisfies Record<string, (source: StoreAddress, target: StoreAddress) => Promise<number>>;

export async function measureTransfer({ store, tally, images, rounds }: Serving): Promise<Row[]> {
  const source = store('source');
  const bareMs = {
    bare: Array<number>(),
    journaled: Array<number>(),
    alike: Array<number>(),
    naive: Array<number>(),
  };
  const single: Ran[] = [];
  const several: Ran[] = [];
  // The first round warms the stores up, which is no one side's work.
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of ['bare', 'journaled', 'alike', 'naive'] as const) {
      const ms = await sides[side](source, store(`${side}${round}`));
      if (round > 0) bareMs[side].push(ms);
    }
    const ran = [
      await runProgram([...words, '--batch', 'off'], source, store(`single${round}`)),
      await runProgram(words, source, store(`several${round}`)),
    ] as const;
    if (round > 0) single.push(ran[0]);
    if (round > 0) several.push(ran[1]);
    for (const side of transferSides) {
      const { images: there } = await tally(`${side}${round}`);
      if (there !== images) throw new Error(`${side}${round} holds ${there} images of ${images}`);
    }
  }
  const waits = await diskWaits([...words, '--batch', 'off'], source, store('waits'));
  const asked = async (side: string): Promise<number> => (await tally(`${side}0`)).requests / images;
  const naive = await asked('naive');
  const [alone, together] = [await asked('single'), await asked('several')];
  const pictures = (several[0]?.requests.content ?? 0) / images;
  const rate = (ms: readonly number[]): number => perSecond(images, median(ms));
  const writing = (ran: readonly Ran[]): number => rate(ran.map(({ writingMs }) => writingMs));
  const whole = (ran: readonly Ran[]): number => rate(ran.map(({ totalMs }) => totalMs));
  const beat = (what: string, ours: number, theirs: number, who: string): Row =>
    beside(what, count(ours), `${count(theirs)} (${who})`, ours / theirs);
  const peak = (ran: readonly Ran[]): string =>
    mebibytes(Math.max(...ran.map(({ peakBytes }) => peakBytes ?? Number.NaN)) || undefined);
  const each = 'single creates';
  const batch = 'several products in a request';
  return [
    beside(
      `${each}: requests to the target, an image`,
      alone.toFixed(3),
      `${naive.toFixed(3)} (naive)`,
      alone / naive,
    ),
    beside(
      `${batch}: requests to the target, an image`,
      together.toFixed(3),
      `${naive.toFixed(3)} (naive)`,
      together / naive,
    ),
    beside('requests for pictures, an image', pictures.toFixed(3)),
    beside(
      `${each}: waits for the disk, an image, writing`,
      waits === undefined ? 'not known' : (waits / images).toFixed(3),
    ),
    beat(`${each}: images a second, writing`, writing(single), rate(bareMs.alike), 'GET, POST and journal'),
    beat(`${each}: images a second, writing`, writing(single), rate(bareMs.journaled), 'POST and journal'),
    beat(`${each}: images a second, writing`, writing(single), rate(bareMs.bare), 'POST alone'),
    beat(`${each}: images a second, from start to exit`, whole(single), rate(bareMs.naive), 'naive'),
    beat(`${batch}: images a second, from start to exit`, whole(several), rate(bareMs.naive), 'naive'),
    beside(`${each}: peak memory`, peak(single)),
    beside(`${batch}: peak memory`, peak(several)),
  ];
}

async function posts(source: StoreAddress, target: StoreAddress, send: typeof barePosts): Promise<number> {
  return await send(target, await bareCreates(source, target), concurrency);
}
