// What an agency installs: the packed program in an empty folder, with npm, from the registry.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inPlace, single } from '../support/place.ts';

const app = fileURLToPath(new URL('../../apps/cutover/', import.meta.url));
// npm belongs to the machine, whose own settings may mean nothing to it.
const npm = (args: string[], cwd: string) =>
  execFileSync('npm', [...args, '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const canReachRegistry =
  spawnSync('npm', ['view', 'better-sqlite3', 'version', '--fetch-retries=0', '--fetch-timeout=10000'], {
    timeout: 20_000,
  }).status === 0;
if (!canReachRegistry)
  process.emitWarning('SKIPPED: npm reaches no registry; package.test.ts proves nothing here.');

describe.skipIf(!canReachRegistry)('the packed program', () => {
  it('installs in an empty folder and works from there', { timeout: 400_000 }, async () => {
    await inPlace({ stores: single(6, 20) }, async (place) => {
      npm(['pack', '--pack-destination', place.folder], app);
      const tarball = readdirSync(place.folder).find((name) => name.endsWith('.tgz')) ?? '';
      writeFileSync(place.at('package.json'), '{"name":"agency","private":true}');
      npm(['install', '--no-audit', '--no-fund', '--prefer-offline', place.at(tarball)], place.folder);
      const program = place.at('node_modules/.bin/cutover');
      const run = (...args: string[]) =>
        execFileSync(process.execPath, [program, ...args], {
          cwd: place.folder,
          env: { PATH: process.env['PATH'] ?? '', HOME: place.folder, ...place.stores },
          encoding: 'utf8',
        });
      expect(run('--version')).toMatch(/^cutover \d+\.\d+\.\d+\n$/);
      expect(run('--help')).toMatch(/migrate/);
      // The stores are in this process, which must stay free to answer.
      const audit = await place.json('audit', { program });
      expect(audit.result).toMatchObject({ exitCode: 0, images: 20 });
      // Pictures are decoded by a second program in the package.
      const verified = await place.json('verify --level content', { program });
      expect(verified.result).toMatchObject({ exitCode: 0, images: 20, checked: 20, unchecked: 0 });
    });
  });
});
