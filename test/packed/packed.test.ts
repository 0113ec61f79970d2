// The packed program, installed in an empty folder, on the oldest Node that is promised and the one at hand;
// `npx pnpm packed-on-nodes` tries others.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { emptyFolder, installInto, packInto, runInstalled } from './packed.ts';

const canReachRegistry =
  spawnSync('npm', ['view', 'better-sqlite3', 'version', '--fetch-retries=0', '--fetch-timeout=10000'], {
    timeout: 20_000,
  }).status === 0;
if (!canReachRegistry)
  process.emitWarning('SKIPPED: npm reaches no registry; packed.test.ts proves nothing here.');

/** The oldest that is promised, from npm, and the one at hand. */
const oldest = '22.19';

it.skipIf(!canReachRegistry)(
  'brings its licences along, and plays the demo',
  { timeout: 600_000 },
  async () => {
    await using packed = emptyFolder();
    await using folder = emptyFolder();
    const programs = await installInto(folder.path, await packInto(packed.path));
    const own = path.join(folder.path, 'node_modules', 'cutover');
    const text = (name: string): string => readFileSync(path.join(own, name), 'utf8');
    expect(text('LICENSE')).toBe(readFileSync(new URL('../../LICENSE', import.meta.url), 'utf8'));
    expect(text('SECURITY.md')).toContain('How to report');
    expect(text('dist/THIRD-PARTY-LICENSES.txt')).toMatch(/^undici \d\S+ \(MIT\)$/m);
    expect(JSON.parse(text('package.json'))).toMatchObject({ license: 'MIT' });
    expect(existsSync(path.join(own, 'src'))).toBe(false);

    const nodes = await installInto(packed.path, `node@${oldest}`);
    for (const node of [path.join(nodes, 'node'), process.execPath]) {
      const { code, stdout, stderr } = await runInstalled(node, programs, ['demo'], folder.path);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/✓ nothing twice .*\n.*✓ of every kind .*\n.*✓ nothing lost /);
    }
  },
);
