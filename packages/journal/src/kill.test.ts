// An owner is killed with SIGKILL at random moments of its work; whatever it had been told was durable must be there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { acquireLock } from './lock/lock.ts';
import { stillJournal, temporaryFolder } from './testing/samples.ts';

const owner = { command: 'migrate', pid: process.pid, host: 'here', since: 'now' };

/** Plans, starts and applies without end, eight at once, and prints each promise that has resolved. */
function work(path: string): string {
  const source = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  return `
    import { writeSync } from 'node:fs';
    import { acquireLock } from ${source('lock/lock.ts')};
    import { openJournal } from ${source('open-journal.ts')};
    const path = ${JSON.stringify(path)};
    acquireLock(path, { command: 'migrate', pid: process.pid, host: 'here', since: 'now' });
    const journal = openJournal(path);
    const say = (...words) => writeSync(1, words.join(' ') + '\\n');
    const { id: run } = await journal.openRun({ command: 'migrate', mode: 'transfer', source: 's', target: 't', optionsKey: 'k', options: {}, dryRun: false });
    say('run', run);
    const basis = await journal.saveBasis(run, 1, []);
    await Promise.all(Array.from({ length: 8 }, async (_, lane) => {
      for (let k = 0; ; k += 1) {
        const image = Date.now() * 100_000 + lane * 10_000 + k;
        const [{ id: action }] = await journal.addActions(run, [{ verb: 'create', subject: { kind: 'product-image', productId: 1 }, from: { productId: 1, imageId: k }, wanted: {}, position: k }]);
        say('pending', action);
        await journal.start([{ action, run, basis, sentName: 'x', sentVia: 'url', digest: 'd' }]);
        say('started', action);
        await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: image }]);
        say('applied', action, image);
      }
    }));`;
}

it('loses nothing that was acknowledged, twenty times over', { timeout: 180_000 }, async () => {
  const path = join(temporaryFolder(), 'cutover.db');
  const acknowledged = new Map<string, readonly string[]>();
  const order = ['pending', 'started', 'applied'];
  for (let kill = 0; kill < 20; kill += 1) {
    const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', work(path)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    // Killed by how much it has said, which differs from time to time as its writes do.
    const enough = 100 + Math.floor(Math.random() * 20_000);
    child.stdout.on('data', (bytes: Buffer) => {
      printed += bytes.toString();
      if (printed.length > enough) child.kill('SIGKILL');
    });
    await once(child, 'close');
    expect(child.signalCode).toBe('SIGKILL');
    const whole = printed.slice(0, printed.lastIndexOf('\n')).split('\n');
    for (const line of whole) {
      const [word = '', ...rest] = line.split(' ');
      if (word !== 'run') acknowledged.set(rest[0] ?? '', [word, ...rest.slice(1)]);
    }
    acquireLock(path, owner).release();
    const journal = stillJournal(path);
    expect(journal).toMatchObject({ unclean: true, lostRows: false });
    for (const [action, [status = '', image]] of acknowledged) {
      const found = journal.action(action);
      expect(order.indexOf(found?.status ?? 'missing')).toBeGreaterThanOrEqual(order.indexOf(status));
      if (image !== undefined) expect(found).toMatchObject({ resultImageId: Number(image) });
      expect(journal.openAttempt(action) !== undefined).toBe(found?.status === 'started');
    }
    await journal.close();
  }
  expect(acknowledged.size).toBeGreaterThan(200);
});
