// The page of a report in a real browser, which is this machine's own: without one these tests are skipped, and say so.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChildren } from '../support/binary.ts';
import { browserPath, openBrowser } from '../support/browser.ts';
import { storyOfDiff, storyOfMigration, storyOfPictures } from '../support/report-stories.ts';

const executable = browserPath();
if (executable === undefined)
  process.stderr.write(
    '\nSKIPPED: report-in-browser needs Chromium (`apt-get install chromium`, or CHROMIUM=/path/to/it), and there is none.\n\n',
  );

const images = 380;
const findings = 20_000;

describe.skipIf(executable === undefined)('in a browser', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-browser-'));
  const children = startChildren();
  let browser: Browser | undefined;
  let shop: Server | undefined;

  beforeAll(async () => {
    await storyOfMigration(path.join(folder, 'migration.db'), images);
    await storyOfDiff(path.join(folder, 'diff.db'), findings);
    shop = await shopOfPictures();
    await storyOfPictures(path.join(folder, 'pictures.db'), originOf(shop));
    for (const [name, story, ...more] of [
      ['migration', 'migration'],
      ['diff', 'diff'],
      ['inline', 'pictures', '--pictures', 'inline', '--allow-private-hosts'],
      ['folder', 'pictures', '--pictures', 'folder', '--allow-private-hosts'],
      ['refused', 'pictures', '--pictures', 'inline'],
    ] as const) {
      const words = [
        'report',
        '--run',
        'r0001',
        '--journal',
        `${story}.db`,
        '--out',
        `${name}.html`,
        ...more,
      ];
      const { code, stderr } = await children.start(words, { cwd: folder }).ended;
      if (code !== 0) throw new Error(stderr);
    }
    browser = await openBrowser(executable ?? '');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await children.clear();
    shop?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page that has asked for nothing but itself, and said nothing, by the time `look` is over. */
  async function inPage(
    name: string,
    options: Parameters<Browser['newContext']>[0],
    look: (page: Page) => Promise<void>,
    beside: readonly string[] = [],
  ): Promise<void> {
    if (browser === undefined) throw new Error('no browser');
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const heard: string[] = [];
    page.on('console', (message) => heard.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
    page.on('request', (request) => heard.push(request.url()));
    const address = pathToFileURL(path.join(folder, `${name}.html`)).href;
    await page.goto(address);
    await look(page);
    await context.close();
    const [first, ...others] = heard;
    expect([first, others.toSorted()]).toEqual([
      address,
      beside.map((file) => pathToFileURL(file).href).toSorted(),
    ]);
  }

  /** What a reader would have to push aside, or to squint at: tables wider than the page, columns of a word or two, tiny letters. */
  const CRAMPED = `[
    ...[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).map(() => 'scrolls'),
    ...[...document.querySelectorAll('.rules td:last-child')].filter((one) => one.clientWidth < 200).map(() => 'narrow'),
    ...[...document.querySelectorAll('svg text')].filter((one) => getComputedStyle(one).display !== 'none' && one.getBoundingClientRect().height < 11).map(() => 'tiny'),
  ]`;

  /** Rules of WCAG up to 2.2 AA, and what is good practice; put in from outside, past the policy of the page. */
  async function violations(page: Page): Promise<unknown> {
    await page.evaluate(axe.source);
    return await page.evaluate(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html]))`,
    );
  }

  it.each([
    ['light', { colorScheme: 'light', viewport: { width: 1_100, height: 900 } }],
    ['dark', { colorScheme: 'dark', viewport: { width: 1_100, height: 900 } }],
    ['400 pixels wide', { colorScheme: 'light', viewport: { width: 400, height: 800 } }],
    ['dark, 400 pixels wide', { colorScheme: 'dark', viewport: { width: 400, height: 800 } }],
  ] as const)('%s: nothing that axe calls a fault, and nothing beyond the edge', async (_, options) => {
    await inPage('migration', options, async (page) => {
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await page.evaluate(CRAMPED)).toEqual([]);
    });
  });

  /** Each picture of the list, once all are there: how wide it is, 0 where it could not be shown. */
  const widthsIn = async (page: Page): Promise<unknown> =>
    await page.evaluate(
      `Promise.all([...document.images].map((one) => one.decode().then(() => one.naturalWidth, () => 0)))`,
    );

  it.each([
    ['light', { colorScheme: 'light', viewport: { width: 1_100, height: 900 } }],
    ['dark', { colorScheme: 'dark', viewport: { width: 1_100, height: 900 } }],
    ['400 pixels wide', { colorScheme: 'light', viewport: { width: 400, height: 800 } }],
  ] as const)('%s, with pictures in each view: no fault, and nothing beyond the edge', async (_, options) => {
    await inPage('inline', options, async (page) => {
      expect(await widthsIn(page)).toEqual([256, 256, 200]);
      for (const view of ['side by side', 'with a slider', 'what differs']) {
        await page.getByLabel(view).check();
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
    });
  });

  it('two pictures are compared with the keyboard: one uncovers the other, and what differs is bright', async () => {
    await inPage('inline', {}, async (page) => {
      const look = async (): Promise<unknown> =>
        await page.evaluate(
          `(({ clipPath, mixBlendMode }) => [clipPath, mixBlendMode])(getComputedStyle(document.images[1]))`,
        );
      expect(await look()).toEqual(['none', 'normal']);
      await page.getByLabel('side by side').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Home');
      expect(await look()).toEqual(['inset(0px 0px 0px 0%)', 'normal']);
      await page.keyboard.press('End');
      expect(await look()).toEqual(['inset(0px 0px 0px 100%)', 'normal']);
      await page.getByLabel('with a slider').focus();
      await page.keyboard.press('ArrowRight');
      expect(await look()).toEqual(['none', 'difference']);
      expect(await page.getByText('Black is where both are alike.').isVisible()).toBe(true);
      expect(await page.locator('.views').count()).toBe(1);
      expect(await page.locator('figcaption').allTextContents()).toEqual([
        'Source: 300 × 300 pixels',
        'Target: 600 × 300 pixels',
        'Source: 200 × 200 pixels',
        'Target: not shown: answered 404',
        'Source: not shown: the bytes are no picture of a known format',
        'Target: no picture there',
      ]);
      expect(await page.getByText('They do not show the same.').count()).toBe(1);
    });
  });

  it('of pictures beside it a page loads those, and nothing else', async () => {
    const pictures = path.join(folder, 'folder-pictures');
    const names = readdirSync(pictures);
    expect(names).toHaveLength(3);
    const files = names.map((name) => path.join(pictures, name));
    await inPage('folder', {}, async (page) => expect(await widthsIn(page)).toEqual([256, 256, 200]), files);
    await inPage(
      'folder',
      { javaScriptEnabled: false },
      async (page) => expect(await page.locator('figure img').count()).toBe(3),
      files,
    );
  });

  it('private networks are asked for pictures only where that is said', async () => {
    await inPage('refused', {}, async (page) => {
      expect(await page.locator('figcaption').first().textContent()).toBe(
        'Source: not shown: was not asked: its host 127.0.0.1 is not on the public internet; --allow-private-hosts allows it',
      );
      expect(await page.locator('img').count()).toBe(0);
    });
  });

  it('is read whole without scripts', async () => {
    await inPage('migration', { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('noscript li[data-g]').count()).toBe(images + 5);
      expect(await page.locator('#tools').isVisible()).toBe(false);
    });
  });

  it('filters, searches, groups and turns pages, by the keyboard as well', async () => {
    await inPage('migration', {}, async (page) => {
      const count = async (): Promise<string | null> => await page.locator('#count').textContent();
      expect(await count()).toBe('1 to 50 of 385');
      await page.locator('#next').focus();
      await page.keyboard.press('Enter');
      expect([await count(), await page.locator('#place').textContent()]).toEqual([
        '51 to 100 of 385',
        'Page 2 of 8',
      ]);
      await page.locator('#group').selectOption('failed');
      expect(await count()).toBe('1 to 13 of 13, chosen from 385');
      await page.locator('#group').selectOption('');
      await page.locator('#rule').selectOption('edited-on-target');
      expect(await count()).toBe('1 to 3 of 3, chosen from 385');
      await page.locator('#rule').selectOption('');
      await page.locator('#search').fill('<large> sku-0004');
      await page.getByText('1 to 8 of 8, chosen from 385').waitFor();
      await page.locator('#order').selectOption('product');
      expect(await page.locator('#list h3').allTextContents()).toEqual([
        'Wool throw <large> no. 40 · SKU-00040',
        'Wool throw <large> no. 46 · SKU-00046',
      ]);
    });
  });

  it('of 20,000 findings it is under 15 MB, and shows a page of them at a time', async () => {
    expect(statSync(path.join(folder, 'diff.html')).size).toBeLessThan(15_000_000);
    expect(readFileSync(path.join(folder, 'diff.html'), 'utf8').match(/^<li data-g/gm)).toHaveLength(4_000);
    await inPage('diff', {}, async (page) => {
      await page.getByText('1 to 50 of 20,000').waitFor();
      expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(3_000);
      await page.locator('#search').fill('SKU-04999');
      await page.getByText('1 to 4 of 4, chosen from 20,000').waitFor();
    });
  });

  it('of 20,000 findings it shows its first words within 2 s of being opened', async () => {
    const times: number[] = [];
    // The best of a few: what else this machine does meanwhile is not the page's.
    for (let round = 0; round < 5 && !times.some((ms) => ms < 2_000); round += 1)
      await inPage('diff', {}, async (page) => {
        await page.getByText('1 to 50 of 20,000').waitFor();
        times.push(
          Number(
            await page.evaluate(
              "performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint').startTime",
            ),
          ),
        );
      });
    expect(Math.min(...times)).toBeLessThan(2_000);
  });
});

/** Serves the pictures of the story: two that differ, one of which the target has none, and one that is none. */
async function shopOfPictures(): Promise<Server> {
  const picture = async (width: number, height: number, background: string): Promise<Uint8Array> =>
    await sharp({ create: { width, height, channels: 3, background } })
      .jpeg()
      .toBuffer();
  const pictures = new Map([
    ['/0.jpg', await picture(300, 300, '#c00')],
    ['/0-there.jpg', await picture(600, 300, '#00c')],
    ['/1.jpg', await picture(200, 200, '#0c0')],
    ['/2.jpg', Buffer.from('<!doctype html>')],
  ]);
  const server = createServer(({ url = '' }, answer) => {
    const bytes = pictures.get(url);
    answer.writeHead(bytes === undefined ? 404 : 200, { 'content-type': 'image/jpeg' }).end(bytes);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return `http://127.0.0.1:${address.port}`;
}
