// One process of the failpoint tests: migrates over real HTTP, and kills itself at the failpoint of the given number.
// Prints what it came to, if it comes to an end. With `--tell` it prints a dot at each failpoint, for others to kill it by.
import { parseArgs } from 'node:util';
import { migrateReally, type RealWork } from './real-engine.ts';

const { values } = parseArgs({
  options: {
    work: { type: 'string', default: '{}' },
    'die-at': { type: 'string' },
    tell: { type: 'boolean', default: false },
  },
});
// Checked edge: the tests of this folder write it, nobody else.
const work = JSON.parse(values.work) as RealWork;
const dieAt = Number(values['die-at'] ?? Number.POSITIVE_INFINITY);
let passed = 0;
const points = new Set<string>();
const result = await migrateReally(work, async (point) => {
  passed += 1;
  points.add(point);
  if (values.tell) process.stdout.write('.');
  if (passed < dieAt) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise<never>(() => undefined);
});
process.stdout.write(`\n${JSON.stringify({ points: [...points], result })}\n`);
