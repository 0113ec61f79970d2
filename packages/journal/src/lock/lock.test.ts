import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openJournal } from '../open-journal.ts';
import { noon, someRun, stillJournal, temporaryFolder } from '../testing/samples.ts';
import { acquireLock, clearLock, lookAtLock } from './lock.ts';

const owner = { run: 'r0001-2222', command: 'migrate', pid: 4242, host: 'here', since: noon };
const now = () => Date.parse(noon);

/** Another process that takes the lock, says so, and keeps it until it is killed. */
async function holder(path: string): Promise<ChildProcess> {
  const source = `
    import { acquireLock } from ${JSON.stringify(new URL('lock.ts', import.meta.url).href)};
    acquireLock(${JSON.stringify(path)}, { command: 'diff', pid: process.pid, host: 'there', since: '${noon}' });
    console.log('held');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

describe('a lock', () => {
  it('says who holds it, and is free again when released', () => {
    const path = join(temporaryFolder(), 'state', 'targets', 'abc');
    const lock = acquireLock(path, owner, { now });
    expect(() => acquireLock(path, { ...owner, pid: 1 })).toThrow(
      expect.objectContaining({
        code: 'held',
        message: `${path} is held by migrate (run r0001-2222), process 4242 on here, since ${noon}.`,
        owner: { ...owner, heartbeat: noon },
      }),
    );
    expect(lookAtLock(path)).toEqual({ held: true, owner: { ...owner, heartbeat: noon } });
    expect(lock.dead).toBeUndefined();
    lock.release();
    lock.release();
    expect(lookAtLock(path)).toEqual({ held: false, owner: undefined });
    expect(existsSync(`${path}.lock.json`)).toBe(false);
    acquireLock(path, owner).release();
  });

  it('says that it is alive, at most every five seconds', () => {
    let time = now();
    const path = join(temporaryFolder(), 'x');
    const lock = acquireLock(path, owner, { now: () => time });
    const heard = () => lookAtLock(path).owner?.heartbeat;
    time += 4999;
    lock.heartbeat();
    expect(heard()).toBe(noon);
    time += 1;
    lock.heartbeat();
    expect(heard()).toBe('2026-11-21T12:00:05.000Z');
    lock.release();
    lock.heartbeat();
    expect(existsSync(`${path}.lock.json`)).toBe(false);
  });

  it('of another process is refused within 200 ms, and taken over at once when that process is killed', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const child = await holder(path);
    const asked = performance.now();
    expect(() => acquireLock(path, owner)).toThrow(
      expect.objectContaining({
        code: 'held',
        owner: { command: 'diff', pid: child.pid, host: 'there', since: noon, heartbeat: expect.any(String) },
      }),
    );
    expect(performance.now() - asked).toBeLessThan(200);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(`${path}.lock.json`)).toBe(true);
    expect(lookAtLock(path).held).toBe(false);
    const lock = acquireLock(path, owner, { now });
    expect(lock.dead).toMatchObject({ command: 'diff', pid: child.pid, host: 'there' });
    expect(lookAtLock(path)).toEqual({ held: true, owner: { ...owner, heartbeat: noon } });
    lock.release();
  });

  it('keeps nobody from reading the journal that it is on', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const lock = acquireLock(path, owner);
    const journal = stillJournal(path);
    await journal.openRun(someRun());
    expect(openJournal(path, { readOnly: true }).runs().length).toBe(1);
    await journal.close();
    lock.release();
  });

  it.each([
    ['missing', undefined],
    ['not JSON', '{'],
    ['of another shape', '{"pid":"x"}'],
    ['full of terminal codes', JSON.stringify({ ...owner, command: '\u001b[2J' })],
  ])('is held although its note is %s', (_, note) => {
    const path = join(temporaryFolder(), 'x');
    const lock = acquireLock(path, owner);
    if (note === undefined) lock.release();
    const held = note === undefined ? acquireLock(path, owner) : lock;
    writeFileSync(`${path}.lock.json`, note ?? '');
    expect(() => acquireLock(path, owner)).toThrow(
      expect.objectContaining({
        code: 'held',
        owner: undefined,
        message: `${path} is held by another process.`,
      }),
    );
    held.release();
  });

  it('holds where its note cannot be written', () => {
    const path = join(temporaryFolder(), 'x');
    let time = now();
    const lock = acquireLock(path, owner, { now: () => time });
    rmSync(`${path}.lock.json`);
    mkdirSync(`${path}.lock.json`);
    time += 5000;
    lock.heartbeat();
    rmSync(`${path}.lock.json`, { recursive: true });
    expect(lookAtLock(path)).toEqual({ held: true, owner: undefined });
    lock.release();
    expect(lookAtLock(path).held).toBe(false);
  });

  it('that nobody ever took is not made by looking', () => {
    const folder = temporaryFolder();
    expect(lookAtLock(join(folder, 'x'))).toEqual({ held: false, owner: undefined });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('cannot be taken where a folder cannot be made', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(() => acquireLock(join(folder, 'file', 'x'), owner)).toThrow(
      expect.objectContaining({ code: 'read-only' }),
    );
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('');
  });
});

describe('clearing', () => {
  const us = { ...owner, command: 'unlock', pid: 1, host: 'there' };

  it('takes the note of a dead owner away, and tells what it said', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const child = await holder(path);
    const note = {
      command: 'diff',
      pid: child.pid,
      host: 'there',
      since: noon,
      heartbeat: expect.any(String),
    };
    expect(clearLock(path, us)).toEqual({ held: true, owner: note });
    expect(lookAtLock(path)).toEqual({ held: true, owner: note });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(clearLock(path, us)).toEqual({ held: false, cleared: true, dead: note });
    expect(existsSync(`${path}.lock.json`)).toBe(false);
    expect(clearLock(path, us)).toEqual({ held: false, cleared: false, dead: undefined });
  });

  it('takes an owner of another machine for alive that spoke within two minutes', () => {
    const path = join(temporaryFolder(), 'x');
    const left = { ...owner, host: 'elsewhere', heartbeat: noon };
    writeFileSync(`${path}.lock.json`, JSON.stringify(left));
    expect(clearLock(path, us, { now: () => now() + 119_999 })).toEqual({ held: true, owner: left });
    expect(existsSync(`${path}.lock.json`)).toBe(true);
    expect(clearLock(path, us, { now: () => now() + 120_000 })).toEqual({
      held: false,
      cleared: true,
      dead: left,
    });
  });

  it('takes a note away that cannot be read, and makes nothing where there is none', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'x');
    expect(clearLock(path, us)).toEqual({ held: false, cleared: false, dead: undefined });
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(`${path}.lock.json`, '{');
    expect(clearLock(path, us)).toEqual({ held: false, cleared: true, dead: undefined });
    expect(readdirSync(folder)).toEqual(['x.lock']);
  });

  it('leaves a holder alone whose note is gone', () => {
    const path = join(temporaryFolder(), 'x');
    const lock = acquireLock(path, owner);
    rmSync(`${path}.lock.json`);
    expect(clearLock(path, us)).toEqual({ held: true, owner: undefined });
    lock.release();
  });
});
