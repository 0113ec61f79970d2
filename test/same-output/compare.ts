// Whether two checkouts behave the same: plays the same scenes with the built program of each and compares what they said,
// to the byte. With one checkout it only writes the transcript down.
//
//   npx pnpm same-output [CHECKOUT [OTHER]] [--into FILE] [--scene WORDS]
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { takenOut } from './normalised.ts';
import { playScene } from './play-scene.ts';
import { scenes } from './scenes.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Where the transcript goes; that of the other checkout goes beside it, with `.other` behind. */
    into: { type: 'string' },
    /** Plays only the scenes whose name holds this. */
    scene: { type: 'string', default: '' },
  },
});
const here = path.resolve(import.meta.dirname, '../..');
const [checkout = here, other] = positionals.map((one) => path.resolve(one));
for (const one of [checkout, ...(other === undefined ? [] : [other])]) {
  if (existsSync(path.join(one, 'apps/cutover/dist/cutover.js'))) continue;
  process.stderr.write(`${one} holds no built program: run \`npx pnpm build\` there first.\n`);
  process.exit(2);
}

/** Several scenes at a time; the transcript has them in their order. */
async function transcriptOf(of: string): Promise<string> {
  const chosen = scenes.filter(({ name }) => name.includes(values.scene));
  const told: string[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < chosen.length; at = next++) {
      const scene = chosen[at];
      if (scene !== undefined) told[at] = await playScene(scene, of);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return told.join('\n');
}

function firstDifference(ours: string, theirs: string): string | undefined {
  if (ours === theirs) return undefined;
  const [a, b] = [ours.split('\n'), theirs.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  const from = at === -1 ? a.length : at;
  const command = a.slice(0, from + 1).findLast((line) => line.startsWith('$ ')) ?? '';
  const scene = a.slice(0, from + 1).findLast((line) => line.startsWith('# ') && !line.includes('{')) ?? '';
  return `They differ, first in line ${from + 1} (${scene.slice(2)}: ${command.slice(2)}):\n- ${a[from] ?? ''}\n+ ${b[from] ?? ''}\n`;
}

process.stderr.write(`Left out, because it differs from run to run: ${takenOut.join(', ')}.\n`);
const ours = await transcriptOf(checkout);
if (values.into !== undefined) writeFileSync(values.into, ours);
if (other === undefined) {
  if (values.into === undefined) process.stdout.write(ours);
} else {
  const theirs = await transcriptOf(other);
  if (values.into !== undefined) writeFileSync(`${values.into}.other`, theirs);
  const difference = firstDifference(ours, theirs);
  process.stdout.write(difference ?? `The same, ${ours.split('\n').length} lines.\n`);
  if (difference !== undefined) process.exitCode = 1;
}
