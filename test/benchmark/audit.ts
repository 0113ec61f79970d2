// `pnpm bench:audit`: what looking at pictures costs: an audit of a large store beside a loop that sends the same requests,
// and a verify of the content beside sharp alone. Both sides of a ratio take turns; each figure is the median of its rounds.
//   npx pnpm bench:audit [PRODUCTS IMAGES PHOTOS]
import { cpus } from 'node:os';
import { type BareAudit, bareAudit, bareDecoding } from './bare-pictures.ts';
import { type Ran, runProgram } from './program.ts';
import { startAuditStores } from './serving.ts';

const ROUNDS = 3;
const [products = 20_000, images = 100_000, photos = 240] = process.argv.slice(2).map(Number);

const serving = await startAuditStores(products, images, photos);
try {
  const [cpu] = cpus();
  process.stdout.write(
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpu?.model ?? 'unknown'}\n\n`,
  );
  process.stdout.write(
    '| what | Cutover | bare | ratio | peak memory |\n| --- | ---: | ---: | ---: | ---: |\n',
  );
  await measureContent();
  await measureAudit();
} finally {
  serving.close();
}

async function measureAudit(): Promise<void> {
  const large = serving.store('large');
  const [bare, ours]: [BareAudit[], Ran[]] = [[], []];
  // One round: a hundred thousand requests even out by themselves.
  bare.push(await bareAudit(large));
  ours.push(await runProgram(['audit', '--min-pixels', '1', '--fail-on', 'fatal'], large));
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

async function measureContent(): Promise<void> {
  const [left, right] = [serving.store('left'), serving.store('right')];
  const [bare, ours]: [number[], Ran[]] = [[], []];
  // The first round lets the stores make their renditions, which is none of either's work.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const alone = await bareDecoding(left, right);
    const ran = await runProgram(['verify', '--level', 'content'], left, right);
    if (ran.images !== photos) throw new Error(`${ran.images} images of ${photos} were verified`);
    if (round === 0) continue;
    bare.push(alone);
    ours.push(ran);
  }
  const [cutover, alone] = [median(ours.map(({ totalMs }) => totalMs)), median(bare)];
  row(
    `verify of the content: pictures a second`,
    perSecond(photos * 2, cutover),
    perSecond(photos * 2, alone),
    alone / cutover,
    peakOf(ours),
  );
}

function row(what: string, cutover: string, bare: string, ratio: number, peak = '–'): void {
  process.stdout.write(`| ${what} | ${cutover} | ${bare} | ${ratio.toFixed(2)} | ${peak} |\n`);
}

function peakOf(ran: readonly Ran[]): string {
  const peaks = ran.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
  return peaks.length === 0 ? 'not known here' : `${count(Math.max(...peaks) / 1_048_576)} MiB`;
}

function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('a median of nothing');
  return middle;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function perSecond(things: number, ms: number): string {
  return ((things * 1_000) / ms).toFixed(1);
}
