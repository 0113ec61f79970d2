// `pnpm bench`: what Cutover costs beside the same work with nothing around it. Both sides of a ratio are measured in
// turns, in one run, on the same stores; each figure is the median of its rounds.
//   npx pnpm bench [--write]   with --write the figures go into docs/benchmarks.md
import { performance } from 'node:perf_hooks';
import { createStoreHttp } from '@cutover/store-http';
import { createV3Reader } from '@cutover/v3-client';
import { quotaUse } from '../support/quota-use.ts';
import { bareRead } from './bare.ts';
import { comparing } from './comparing.ts';
import { beside, count, machine, median, perSecond, publish, type Row, table } from './figures.ts';
import { journalActions, journalRows, throughJournal, throughSqlite } from './journal-rows.ts';
import { startUpMs } from './program.ts';
import { bareReadAndKeep, readAndKeep } from './reading.ts';
import { killedMigration } from './resume.ts';
import { type Serving, startStores } from './serving.ts';
import { standingJournal } from './standing.ts';
import { measureTransfer } from './transfer.ts';

const rows: Row[] = [];

const serving = await startStores();
try {
  rows.push(...(await measureTransfer(serving)));
  await measureRead(serving);
  await measureReadAndKept(serving);
} finally {
  serving.close();
}
await measureQuota();
await measureJournal();
await measureStartUp();
await measureStanding();
await measureResume();
await measureDiff();
publish(
  'benchmarks.md',
  'npx pnpm bench',
  `${table(['what', 'Cutover', 'bare', 'ratio'], rows)}
${machine()}; transfers of ${count(serving.images)} images of ${count(serving.products)} products.
`,
);

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

/** All that comes before a comparison: what is read is kept, so that a run that is interrupted goes on from there. */
async function measureReadAndKept({ store, replay }: Serving): Promise<void> {
  const address = store('catalogue');
  const [oursMs, bareMs]: [number[], number[]] = [[], []];
  let images = 0;
  for (let round = 0; round < 12; round += 1) {
    const bare = await bareReadAndKeep(replay, address);
    const ours = await readAndKeep(replay, address);
    if (ours.images !== bare.images) throw new Error(`${ours.images} images kept instead of ${bare.images}`);
    images = ours.images;
    if (round < 2) continue;
    bareMs.push(bare.ms);
    oursMs.push(ours.ms);
  }
  const [ours, bare] = [perSecond(images, median(oursMs)), perSecond(images, median(bareMs))];
  add('the same, checked and kept: images a second', count(ours), count(bare), ours / bare);
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

function add(what: string, cutover: string, bare?: string, ratio?: number): void {
  rows.push(beside(what, cutover, bare, ratio));
}
