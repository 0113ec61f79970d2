// `pnpm bench:growth`: what each command takes of a store of a thousand images, of ten thousand, and so on, one after
// another with one journal, so that what grows faster than the store is seen; and a naive migrator beside them.
//   npx pnpm bench:growth [--write] [IMAGES …]           default 1,000 10,000 100,000; with --write into docs/performance.md
//   npx pnpm bench:growth --alike [--write] [IMAGES …]   what only reads, of stores that hold the same; default 1,000 1,000,000
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { naiveMigration } from './bare.ts';
import { count, machine, mebibytes, perSecond, publish, type Row, table } from './figures.ts';
import { type Ran, runProgram } from './program.ts';
import { startGrowthStores } from './serving.ts';

const IMAGES_A_PRODUCT = 5;
const NAIVE_LANES = 32;
const areAlike = process.argv.includes('--alike');
const asked = process.argv.slice(2).map(Number).filter(Number.isInteger);
const usual = areAlike ? [1_000, 1_000_000] : [1_000, 10_000, 100_000];
const sizes = asked.length === 0 ? usual : asked;

const product = ['--kinds', 'product'];
type Commands = readonly (readonly [what: string, words: readonly string[], stores: 1 | 2])[];
const reading: Commands = [
  ['audit --probe none', ['audit', ...product, '--probe', 'none', '--fail-on', 'fatal'], 1],
  ['diff', ['diff', ...product], 2],
  ['verify', ['verify', ...product], 2],
  ['migrate, nothing to do', ['migrate', '--yes', ...product], 2],
];
const moving: Commands = [
  ['audit', ['audit', ...product, '--min-pixels', '1', '--fail-on', 'fatal'], 1],
  ['migrate', ['migrate', '--yes', ...product], 2],
  ['verify', ['verify', ...product], 2],
  ['migrate again', ['migrate', '--yes', ...product], 2],
  ['diff', ['diff', ...product], 2],
];

const rows: Row[] = [];
for (const images of sizes) rows.push(...(await measured(images)));
publish(
  'performance.md',
  areAlike ? 'npx pnpm bench:growth --alike' : 'npx pnpm bench:growth',
  `${table(['command', 'images', 'requests to the API', 'an image', 'images a second', 'peak memory', 'journal, bytes an image'], rows)}
${machine()}.
`,
);

async function measured(images: number): Promise<Row[]> {
  const serving = await startGrowthStores(Math.ceil(images / IMAGES_A_PRODUCT), images, areAlike);
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const row = (what: string, requests: number | undefined, ms: number, peak: string, kept: string): Row => [
    what,
    count(images),
    requests === undefined ? '–' : count(requests),
    requests === undefined ? '–' : (requests / images).toFixed(3),
    count(perSecond(images, ms)),
    peak,
    kept,
  ];
  try {
    const [source, target] = [serving.store('source'), serving.store('target')];
    const journal = path.join(folder, 'cutover.db');
    const found: Row[] = [];
    let before = 0;
    for (const [what, words, stores] of areAlike ? reading : moving) {
      const ran: Ran = await runProgram(words, source, stores === 2 ? target : undefined, {
        keptIn: folder,
      });
      const bytes = statSync(journal).size;
      const { v2, v3 } = ran.requests;
      found.push(row(what, v2 + v3, ran.totalMs, mebibytes(ran.peakBytes), count((bytes - before) / images)));
      before = bytes;
    }
    if (areAlike) return found;
    const naiveMs = await naiveMigration(source, serving.store('naive'), NAIVE_LANES);
    return [...found, row('(naive)', undefined, naiveMs, '–', '–')];
  } finally {
    serving.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
