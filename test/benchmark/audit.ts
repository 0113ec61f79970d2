// `pnpm bench:audit`: what looking at pictures costs: an audit of a large store beside a loop that sends the same requests,
// and a verify of the content beside sharp alone. Both sides of a ratio take turns; each figure is the median of its rounds.
//   npx pnpm bench:audit [PRODUCTS IMAGES PHOTOS ROUNDS]
import { type BareAudit, type BareDecoding, bareAudit, bareDecoding } from './bare-pictures.ts';
import { count, machine, mebibytes, median, perSecond } from './figures.ts';
import { type Ran, runProgram } from './program.ts';
import { type StoreAddress, startAuditStores } from './serving.ts';

const [products = 20_000, images = 100_000, photos = 240, rounds = 3] = process.argv.slice(2).map(Number);

/** Four renditions and two copies of the product's page, each asked for with HEAD. */
const LINKS_AN_IMAGE = 6;

const serving = await startAuditStores(products, images, photos);
try {
  process.stdout.write(`${machine()}\n\n`);
  process.stdout.write(
    '| what | Cutover | bare | ratio | peak memory |\n| --- | ---: | ---: | ---: | ---: |\n',
  );
  await measureContent('two stores, encoded again', serving.store('left'), serving.store('again'));
  await measureContent('two stores, equal bytes', serving.store('left'), serving.store('copy'));
  await measureContent('one store', serving.store('left'));
  await measureAudit();
} finally {
  serving.close();
}

async function measureAudit(): Promise<void> {
  const large = serving.store('large');
  const [bare, ours]: [BareAudit[], Ran[]] = [[], []];
  // One round: a hundred thousand requests even out by themselves.
  bare.push(await bareAudit(large));
  ours.push(
    await runProgram(['audit', '--kinds', 'product', '--min-pixels', '1', '--fail-on', 'fatal'], large),
  );
  const [[loop], [ran]] = [bare, ours];
  if (loop === undefined || ran === undefined || ran.images !== images)
    throw new Error(`${ran?.images} images of ${images} were audited`);
  for (const side of ['v2', 'v3', 'content'] as const)
    row(
      `audit: requests, ${side === 'content' ? 'for pictures' : side.toUpperCase()}`,
      count(ran.requests[side]),
      count(loop.requests[side]),
      ran.requests[side] / loop.requests[side],
    );
  row(
    `audit: ${count(images)} images of ${count(products)} products`,
    seconds(ran.totalMs),
    seconds(loop.ms),
    ran.totalMs / loop.ms,
    peakOf(ours),
  );
}

async function measureContent(of: string, left: StoreAddress, right?: StoreAddress): Promise<void> {
  const [alone, asking, ours]: [BareDecoding[], BareDecoding[], Ran[]] = [[], [], []];
  // The first round lets the stores make their renditions, which is none of either's work.
  for (let round = 0; round <= rounds; round += 1) {
    const bare = [await bareDecoding(left, right, false), await bareDecoding(left, right, true)] as const;
    const ran = await runProgram(['verify', '--level', 'content'], left, right);
    if (ran.images !== photos) throw new Error(`${ran.images} images of ${photos} were verified`);
    if (round === 0) continue;
    alone.push(bare[0]);
    asking.push(bare[1]);
    ours.push(ran);
  }
  const pictures = photos * (right === undefined ? 1 : 2);
  const fetched = median(ours.map(({ requests }) => requests.content));
  const needed = pictures + photos * LINKS_AN_IMAGE;
  row(`content, ${of}: requests for pictures`, count(fetched), count(needed), fetched / needed);
  const cutover = {
    ms: median(ours.map(({ totalMs }) => totalMs)),
    cpuMs: median(ours.map(({ cpuMs = 0 }) => cpuMs)),
  };
  for (const [words, bare] of [
    ['requests and sharp', asking],
    ['sharp alone', alone],
  ] as const) {
    const work = `content, ${of}, beside ${words}`;
    const [ms, cpuMs] = [median(bare.map((one) => one.ms)), median(bare.map((one) => one.cpuMs))];
    row(
      `${work}: pictures a second`,
      rate(pictures, cutover.ms),
      rate(pictures, ms),
      ms / cutover.ms,
      peakOf(ours),
    );
    row(
      `${work}: ms of a core, a picture`,
      (cutover.cpuMs / pictures).toFixed(1),
      (cpuMs / pictures).toFixed(1),
      cpuMs / cutover.cpuMs,
    );
  }
}

function row(what: string, cutover: string, bare: string, ratio: number, peak = '–'): void {
  process.stdout.write(`| ${what} | ${cutover} | ${bare} | ${ratio.toFixed(2)} | ${peak} |\n`);
}

function peakOf(ran: readonly Ran[]): string {
  const peaks = ran.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
  return mebibytes(peaks.length === 0 ? undefined : Math.max(...peaks));
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function rate(things: number, ms: number): string {
  return perSecond(things, ms).toFixed(1);
}
