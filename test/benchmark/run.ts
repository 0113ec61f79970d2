// `pnpm bench`: what Cutover costs beside the same work with nothing around it. Both sides of a ratio are measured in
// turns, in one run, on the same stores; each figure is the median of its rounds.
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { createStoreHttp } from '@cutover/store-http';
import { createV3Reader } from '@cutover/v3-client';
import { quotaUse } from '../support/quota-use.ts';
import { bareCreates, barePosts, bareRead } from './bare.ts';
import { comparing } from './comparing.ts';
import { journalActions, journalRows, throughJournal, throughSqlite } from './journal-rows.ts';
import { type Ran, runMigrate, startUpMs } from './program.ts';
import { killedMigration } from './resume.ts';
import { type Serving, startStores } from './serving.ts';
import { standingJournal } from './standing.ts';

const concurrency = 16;

interface Row {
  readonly what: string;
  readonly cutover: string;
  readonly bare: string;
  readonly ratio: string;
}
const rows: Row[] = [];

const serving = await startStores();
try {
  await measureTransfer(serving);
  await measureRead(serving);
} finally {
  serving.close();
}
await measureQuota();
await measureJournal();
await measureStartUp();
await measureStanding();
await measureResume();
await measureDiff();
print();

async function measureTransfer({ store, tally, images, rounds }: Serving): Promise<void> {
  const source = store('source');
  const ran: Ran[] = [];
  const bareMs: Record<'bare' | 'careful', number[]> = { bare: [], careful: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['bare', 'careful'] as const) {
      const target = store(`${name}${round}`);
      const creates = await bareCreates(source, target);
      bareMs[name].push(await barePosts(target, creates, { concurrency, looksFirst: name === 'careful' }));
    }
    ran.push(await runMigrate(source, store(`cutover${round}`), concurrency));
    for (const name of ['bare', 'careful', 'cutover']) {
      const { images: there } = await tally(`${name}${round}`);
      if (there !== images) throw new Error(`${name}${round} holds ${there} images of ${images}`);
    }
  }
  const { requests: toTarget } = await tally('cutover0');
  const { v2, v3, content } = ran[0]?.requests ?? { v2: 0, v3: 0, content: 0 };
  const work = 'transfer';
  add(
    `${work}: API requests to the target, an image`,
    (toTarget / images).toFixed(3),
    '1.000',
    toTarget / images,
  );
  add(`${work}: API requests to both stores, an image`, ((v2 + v3) / images).toFixed(3), '–');
  add(`${work}: requests for pictures, an image`, (content / images).toFixed(3), '–');
  const bareRate = perSecond(images, median(bareMs.bare));
  const carefulRate = perSecond(images, median(bareMs.careful));
  const writing = perSecond(images, median(ran.map(({ writingMs }) => writingMs)));
  const whole = perSecond(images, median(ran.map(({ totalMs }) => totalMs)));
  add(
    `${work}: images a second, writing`,
    count(writing),
    `${count(bareRate)} (POST alone)`,
    writing / bareRate,
  );
  const looking = `${count(carefulRate)} (GET, POST)`;
  add(`${work}: images a second, writing`, count(writing), looking, writing / carefulRate);
  add(`${work}: images a second, from start to exit`, count(whole), looking, whole / carefulRate);
  const peaks = ran.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
  add(
    `${work}: peak memory`,
    peaks.length === 0 ? 'not told here' : `${count(median(peaks) / 1_048_576)} MiB`,
    '–',
  );
}

async function measureRead({ store, replay }: Serving): Promise<void> {
  const address = store('catalogue');
  const http = createStoreHttp({ ...address, api: replay });
  const reader = createV3Reader(http);
  const bareMs: number[] = [];
  const clientMs: number[] = [];
  let images = 0;
  let pages = 0;
  for (let round = 0; round < 12; round += 1) {
    const bare = await bareRead(replay, address);
    const started = performance.now();
    images = 0;
    pages = 0;
    for await (const page of reader.sweepProducts({ include: ['images'] })) {
      pages += 1;
      for (const product of page.products) images += product.images?.length ?? 0;
    }
    // The first two rounds fill the replay's memory and warm both sides up.
    if (round < 2) continue;
    bareMs.push(bare.ms);
    clientMs.push(performance.now() - started);
  }
  await http.close();
  const [client, bare] = [perSecond(images, median(clientMs)), perSecond(images, median(bareMs))];
  add(
    `V3 catalogue, ${count(images)} images in ${pages} requests: images read a second`,
    count(client),
    count(bare),
    client / bare,
  );
}

/** With time that passes only where a request takes it, so that this machine has no say in it. */
async function measureQuota(): Promise<void> {
  const load = { products: 300, imagesPerProduct: 5, quota: 450, createMs: 1_500 };
  for (const lanes of [undefined, 16]) {
    const { used } = await quotaUse({ ...load, settings: { batch: 'off', concurrency: lanes } });
    const which = lanes === undefined ? '' : `, --concurrency ${lanes}`;
    add(`quota of 450 in 30 s, creates of 1.5 s${which}: used of our share`, used.toFixed(2), '1.00', used);
  }
}

async function measureJournal(): Promise<void> {
  const journal: { rowsMs: number; actionsMs: number }[] = [];
  const sqliteMs: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    sqliteMs.push(await throughSqlite());
    journal.push(await throughJournal());
  }
  const ours = perSecond(journalRows, median(journal.map(({ rowsMs }) => rowsMs)));
  const bare = perSecond(journalRows, median(sqliteMs));
  add('journal: snapshot rows a second', count(ours), count(bare), ours / bare);
  const actions = perSecond(journalActions, median(journal.map(({ actionsMs }) => actionsMs)));
  add('journal: actions a second, from intent to record, durable', count(actions), '–');
}

async function measureStartUp(): Promise<void> {
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 9; round += 1) {
    bare.push(await startUpMs('node'));
    ours.push(await startUpMs('version'));
  }
  add(
    'start-up: `cutover --version`',
    `${count(median(ours))} ms`,
    `${count(median(bare))} ms`,
    median(ours) / median(bare),
  );
}

/** Beside the same question of a journal that holds one action: what is left are the rows. */
async function measureStanding(): Promise<void> {
  const [million, one] = [await standingJournal(1_000_000), await standingJournal(1)];
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 9; round += 1) {
    bare.push(await one.statusMs());
    ours.push(await million.statusMs());
  }
  million.remove();
  one.remove();
  add(
    '`cutover status`: 1,000,000 actions, beside one action',
    `${count(median(ours))} ms`,
    `${count(median(bare))} ms`,
    median(ours) / median(bare),
  );
}

/** Beside the same of a plan of one action: what is left are the rows. */
async function measureResume(): Promise<void> {
  const [million, one] = [await killedMigration(1_000_000), await killedMigration(1)];
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 9; round += 1) {
    bare.push((await one.resume()).cpuMs);
    ours.push((await million.resume()).cpuMs);
  }
  await million.remove();
  await one.remove();
  add(
    'killed `migrate`, until its first request: 1,000,000 actions, beside one action',
    `${count(median(ours))} ms of a core`,
    `${count(median(bare))} ms of a core`,
    median(ours) / median(bare),
  );
}

async function measureDiff(): Promise<void> {
  const images = 100_000;
  const measured = [];
  for (let round = 0; round < 3; round += 1) measured.push(await comparing(images));
  const ours = median(measured.map(({ diffMs }) => diffMs));
  const bare = median(measured.map(({ exceptMs }) => exceptMs));
  add(
    `\`cutover diff\` of ${count(images)} images, once both sides are read`,
    `${count(ours)} ms of a core`,
    `${count(bare)} ms (EXCEPT both ways)`,
    ours / bare,
  );
}

function add(what: string, cutover: string, bare: string, ratio?: number): void {
  rows.push({ what, cutover, bare, ratio: ratio === undefined ? '–' : ratio.toFixed(2) });
}

function print(): void {
  const header: Row = { what: 'what', cutover: 'Cutover', bare: 'bare', ratio: 'ratio' };
  const line: Row = { what: '---', cutover: '---:', bare: '---:', ratio: '---:' };
  const [cpu] = cpus();
  const { images, products } = serving;
  process.stdout.write(
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpu?.model ?? 'unknown'}; transfer of ${count(images)} images of ${count(products)} products\n\n`,
  );
  for (const { what, cutover, bare, ratio } of [header, line, ...rows]) {
    process.stdout.write(`| ${what} | ${cutover} | ${bare} | ${ratio} |\n`);
  }
}

function median(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  const middle = Math.floor(ordered.length / 2);
  const [low, high] = [ordered[ordered.length % 2 === 0 ? middle - 1 : middle], ordered[middle]];
  if (low === undefined || high === undefined) throw new Error('a median of nothing');
  return (low + high) / 2;
}

function perSecond(things: number, ms: number): number {
  return (things * 1_000) / ms;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}
