import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startChildren } from '../support/binary.ts';

it('the demo, without a terminal, tells the whole story and ends with 0', async () => {
  const cwd = mkdtempSync(path.join(tmpdir(), 'cutover-demo-'));
  const children = startChildren();
  try {
    const { code, stdout, stderr } = await children.start(['demo'], { cwd }).ended;
    expect(code, stderr).toBe(0);
    const told = (stdout + stderr).replaceAll(/\s+/g, ' ');
    for (const part of [
      /audit/i,
      /diff/i,
      /migrate/i,
      /kill|interrupt/i,
      /continu|resum/i,
      /verif/i,
      /no image|once|twice/i,
      /[1-9]\d* images; pictures of [1-9]\d* variants, [1-9]\d* modifier values, [1-9]\d* swatches/u,
    ])
      expect(told).toMatch(part);
  } finally {
    await children.clear();
    rmSync(cwd, { recursive: true, force: true });
  }
});
