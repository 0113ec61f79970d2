// Pictures of a report, to be looked at: light, dark, on paper, and 400 px wide.
//   npx pnpm screenshots FOLDER
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { binary, cleanVariables } from '../support/binary.ts';
import { browserPath, openBrowser } from '../support/browser.ts';
import { storyOfMigration } from '../support/report-stories.ts';

const folder = path.resolve(process.argv[2] ?? 'reports/screenshots');
mkdirSync(folder, { recursive: true });
const found = browserPath();
if (found === undefined) throw new Error('There is no browser: install Chromium, or name it with CHROMIUM.');
const journal = path.join(folder, `story-${process.pid}.db`);
await storyOfMigration(journal, 380);
const page = path.join(folder, 'report.html');
execFileSync(process.execPath, [binary, 'report', '--run', 'r0001', '--journal', journal, '--out', page], {
  env: cleanVariables(folder),
});
const browser = await openBrowser(found);
try {
  const looks = [
    ['light', { colorScheme: 'light', width: 1100, media: 'screen' }],
    ['dark', { colorScheme: 'dark', width: 1100, media: 'screen' }],
    ['print', { colorScheme: 'light', width: 760, media: 'print' }],
    ['narrow', { colorScheme: 'light', width: 400, media: 'screen' }],
  ] as const;
  for (const [name, { colorScheme, width, media }] of looks) {
    const view = await browser.newPage({ colorScheme, viewport: { width, height: 1400 } });
    await view.emulateMedia({ media, colorScheme });
    await view.goto(pathToFileURL(page).href);
    await view.screenshot({ path: path.join(folder, `report-${name}.png`) });
    await view.locator('#entries').scrollIntoViewIfNeeded();
    await view.evaluate("document.getElementById('entries').scrollIntoView()");
    await view.screenshot({ path: path.join(folder, `report-${name}-list.png`) });
    await view.close();
  }
} finally {
  await browser.close();
}
