// The page of a report in a real browser, which is this machine's own: without one these tests are skipped, and say so.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChildren } from '../support/binary.ts';
import { browserPath, openBrowser } from '../support/browser.ts';
import { storyOfDiff, storyOfMigration } from '../support/report-stories.ts';

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

  beforeAll(async () => {
    await storyOfMigration(path.join(folder, 'migration.db'), images);
    await storyOfDiff(path.join(folder, 'diff.db'), findings);
    for (const [run, name] of [
      ['r0001', 'migration'],
      ['r0001', 'diff'],
    ] as const) {
      const words = ['report', '--run', run, '--journal', `${name}.db`, '--out', `${name}.html`];
      const { code, stderr } = await children.start(words, { cwd: folder }).ended;
      if (code !== 0) throw new Error(stderr);
    }
    browser = await openBrowser(executable ?? '');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await children.clear();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page that has asked for nothing but itself, and said nothing, by the time `look` is over. */
  async function inPage(
    name: string,
    options: Parameters<Browser['newContext']>[0],
    look: (page: Page) => Promise<void>,
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
    expect(heard).toEqual([address]);
  }

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
  ] as const)('%s: nothing that axe calls a fault, and nothing beyond the edge', async (_, options) => {
    await inPage('migration', options, async (page) => {
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
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
});
