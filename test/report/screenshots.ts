// Pictures of reports, to be looked at: light, dark, on paper, and both light and dark at 400 px; a migration, and a verify with
// the pictures of both stores.
//   npx pnpm screenshots [FOLDER]      (default: docs/pictures)
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startSandbox } from '@cutover/sandbox-store';
import type { Browser } from 'playwright-core';
import { startChildren } from '../support/binary.ts';
import { browserPath, openBrowser } from '../support/browser.ts';
import { storeVariables } from '../support/place.ts';
import { storyOfMigration } from '../support/report-stories.ts';

interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height?: number;
  readonly media?: 'print';
}
/** One of a page: where it begins, or at this heading; of pictures in one view. */
type Shot = Look & {
  readonly of: 'migration' | 'verify' | 'audit';
  readonly at?: 'Image by image' | 'How it went' | 'Findings by rule';
  readonly view?: string;
};

const wide = { colorScheme: 'light', width: 1_100 } as const;
const dark = { colorScheme: 'dark', width: 1_100 } as const;
const narrow = { colorScheme: 'light', width: 400, height: 900 } as const;
const paper = { colorScheme: 'light', width: 760, media: 'print' } as const;
const shots: Readonly<Record<string, Shot>> = {
  report: { ...wide, of: 'migration' },
  'report-dark': { ...dark, of: 'migration' },
  'report-print': { ...paper, of: 'migration' },
  'report-narrow': { ...narrow, of: 'migration' },
  'report-narrow-dark': { ...narrow, colorScheme: 'dark', of: 'migration' },
  'report-course': { ...wide, height: 600, of: 'migration', at: 'How it went' },
  'report-audit': { ...wide, height: 1_000, of: 'audit', at: 'Findings by rule' },
  'report-list': { ...wide, of: 'verify', at: 'Image by image' },
  'report-list-dark': { ...dark, of: 'verify', at: 'Image by image', view: 'what differs' },
  'report-list-print': { ...paper, of: 'verify', at: 'Image by image' },
  'report-list-narrow': {
    ...narrow,
    height: 1_500,
    of: 'verify',
    at: 'Image by image',
    view: 'with a slider',
  },
};

const folder = path.resolve(
  process.argv[2] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url)),
);
mkdirSync(folder, { recursive: true });
const found = browserPath();
if (found === undefined) throw new Error('There is no browser: install Chromium, or name it with CHROMIUM.');
const place = mkdtempSync(path.join(tmpdir(), 'cutover-screenshots-'));
const children = startChildren();
try {
  await storyOfMigration(path.join(place, 'migration.db'), 380);
  await report('migration', 'migration', 'r0001');
  await storyOfVerify();
  const browser = await openBrowser(found);
  for (const [name, shot] of Object.entries(shots)) await take(browser, name, shot);
  await browser.close();
} finally {
  await children.clear();
  rmSync(place, { recursive: true, force: true });
}

async function run(
  words: readonly string[],
  codes: readonly number[],
  variables: Record<string, string> = {},
): Promise<void> {
  const { code, stderr } = await children.start(words, { cwd: place, variables }).ended;
  if (code === undefined || !codes.includes(code)) throw new Error(`${words.join(' ')}: ${stderr}`);
}

/** Of one run of a journal, as a page of that name. */
async function report(name: string, journal: string, id: string, ...more: readonly string[]): Promise<void> {
  const words = ['report', '--run', id, '--journal', `${journal}.db`, '--out', `${name}.html`, ...more];
  await run(words, [0]);
}

/** A migration between two stores after which pictures of the target have become others, broken ones and none. */
async function storyOfVerify(): Promise<void> {
  const sandbox = await startSandbox({
    quota: { requests: 1_000_000, windowMs: 30_000 },
    stores: [
      { hash: 'abc123', catalog: { kind: 'seeded', products: 6, images: 16 } },
      { hash: 'def456', catalog: { kind: 'products-only', products: 6 } },
    ],
  });
  const [source, target] = sandbox.stores;
  if (source === undefined || target === undefined) throw new Error('two stores were asked for');
  const variables = { ...storeVariables(source, target), CUTOVER_JOURNAL: 'verify.db' };
  await run(['migrate', '--yes', '--settle-after', '1s'], [0], variables);
  const store = sandbox.control(target.store);
  const [first, second, third, fourth] = store.images();
  if (fourth === undefined) throw new Error('the target has images');
  store.updateImage(first?.id ?? 0, { picture: { drawn: 77 }, description: 'Our bestseller!' });
  store.updateImage(second?.id ?? 0, { picture: { drawn: 78 } });
  store.updateImage(third?.id ?? 0, { damage: { original: 'truncated', renditions: 'truncated' } });
  store.removeImage(fourth.id);
  await run(['verify', '--level', 'content'], [3], variables);
  await report('verify', 'verify', 'r0002', '--pictures', 'inline', '--allow-private-hosts');
  await run(['audit', '--min-pixels', '700'], [0, 3], variables);
  await report('audit', 'verify', 'r0003');
  await sandbox.close();
}

async function take(browser: Browser, name: string, { of, at, view, ...look }: Shot): Promise<void> {
  const { colorScheme, width, height = 1_100, media = 'screen' } = look;
  const page = await browser.newPage({ colorScheme, viewport: { width, height } });
  await page.emulateMedia({ media, colorScheme });
  await page.goto(pathToFileURL(path.join(place, `${of}.html`)).href);
  if (view !== undefined) await page.getByLabel(view).first().check();
  if (at !== undefined)
    await page.evaluate(
      `[...document.querySelectorAll('h2')].find(({ textContent }) => textContent === '${at}').scrollIntoView()`,
    );
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.close();
}
