// A migration that was killed with a large plan in its journal: how long it takes, once it is started again, until its first
// request arrives. The plan begins as the program has made it for two small stores, and is filled up in a process that is
// killed as well.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { type Sandbox, startSandbox } from '@cutover/sandbox-store';
import { storeVariables } from '../support/place.ts';
import { binary, cpuOf } from './program.ts';

export interface Killed {
  /** Starts the program again, and kills it at its first request. */
  resume(): Promise<{ readonly ms: number /** Of a core. */; readonly cpuMs: number }>;
  remove(): Promise<void>;
}

/** @param actions how many are put into the plan of the killed run. */
export async function killedMigration(actions: number): Promise<Killed> {
  const products = 4;
  const sandbox = await startSandbox({
    quota: { requests: 1_000_000_000, windowMs: 30_000 },
    stores: [
      { hash: 'source', catalog: { kind: 'seeded', products, images: 8, pictures: 'tiny' } },
      { hash: 'target', catalog: { kind: 'products-only', products } },
    ],
  });
  const door = await openDoor(sandbox);
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const [source, target] = sandbox.stores.map((store) => ({ ...store, api: door.origin }));
  if (source === undefined) throw new Error('there is no source');
  const started = () => {
    const env = { ...process.env, ...storeVariables(source, target), HOME: folder };
    return spawn(
      process.execPath,
      [binary, 'migrate', '--yes', '--kinds', 'product', '--batch', 'off', '--allow-private-hosts'],
      {
        cwd: folder,
        env: { ...env, CUTOVER_STATE_DIR: path.join(folder, 'state') },
        stdio: 'ignore',
      },
    );
  };
  /** Until a request arrives that is not let in, at which it is killed. */
  const untilTurnedAway = async (isMeant: (method: string) => boolean) => {
    const arrived = door.turnAway(isMeant);
    const from = performance.now();
    const child = started();
    const ended = once(child, 'exit');
    await Promise.race([
      arrived,
      ended.then(([code]) => Promise.reject(new Error(`the program ended with ${String(code)}`))),
    ]);
    const measured = { ms: performance.now() - from, cpuMs: cpuOf(child.pid) ?? 0 };
    child.kill('SIGKILL');
    await ended.catch(() => undefined);
    return measured;
  };
  await untilTurnedAway((method) => method !== 'GET');
  const rows = fileURLToPath(new URL('./plan-rows.ts', import.meta.url));
  const [, signal] = await once(fork(rows, [path.join(folder, 'cutover.db'), String(actions)]), 'exit');
  if (signal !== 'SIGKILL') throw new Error('the plan could not be filled up');
  return {
    resume: async () => await untilTurnedAway(() => true),
    async remove() {
      door.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Door {
  readonly origin: string;
  /** From now on such requests get no answer; resolves when the first of them arrives. */
  turnAway(isMeant: (method: string) => boolean): Promise<void>;
  close(): void;
}

/** Before the sandbox, whose answers it passes on. */
async function openDoor(sandbox: Sandbox): Promise<Door> {
  let turned = { isMeant: (_method: string): boolean => false, tell: (): void => undefined };
  const pass = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = asked;
    if (turned.isMeant(method)) {
      turned.tell();
      return;
    }
    const sent = new Headers();
    for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') sent.set(name, value);
    const served = await sandbox.handle(new Request(`${sandbox.origin}${url}`, { method, headers: sent }));
    answer.writeHead(served.status, Object.fromEntries(served.headers));
    answer.end(Buffer.from(await served.arrayBuffer()));
  };
  const server = createServer((asked, answer) => void pass(asked, answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the door has no address');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    turnAway: async (isMeant) => await new Promise((tell) => (turned = { isMeant, tell })),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
