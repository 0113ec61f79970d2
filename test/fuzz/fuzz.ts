// `pnpm fuzz`: gives every parser that takes bytes from outside inputs that nobody has thought of, for so many minutes
// each. What breaks a law, hangs or crashes is kept in a file, and its command plays it again.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { firstSeed } from '../simulation/fresh-seeds.ts';
import { readNote } from './notes.ts';
import { checkLaws } from './parser.ts';
import { parsers } from './parsers.ts';
import { watchParser } from './watch-parser.ts';

const names = parsers.map(({ name }) => name);
const usage = `npx pnpm fuzz [--minutes N] [--parser NAME] [--seed S]
npx pnpm fuzz --input FILE

  --minutes N    how long for each parser; parts of a minute, too (default: 10)
  --parser NAME  ${names.join(', ')} (default: all, one after another)
  --seed S       a number, commit (follows from the commit's hash) or random (default: random)
  --input FILE   plays one input again that was found

Exit code 1: a law was broken. What was found stands in reports/fuzz/.
`;

const { values } = readArguments();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
process.exitCode = values.input === undefined ? await fuzz() : await again(values.input);

function readArguments() {
  try {
    return parseArgs({
      options: {
        minutes: { type: 'string', default: '10' },
        parser: { type: 'string' },
        seed: { type: 'string', default: 'random' },
        input: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

async function fuzz(): Promise<number> {
  const minutes = Number(values.minutes);
  // A gate that has played nothing must not be green.
  if (!(minutes > 0 && minutes <= 10_000)) refuse(`--minutes is a number above 0, not ${values.minutes}`);
  const { parser } = values;
  if (parser !== undefined && !names.includes(parser))
    refuse(`--parser is ${names.join(', ')}, not ${parser}`);
  const seed = seedFrom(values.seed);
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-fuzzing-'));
  let broken = 0;
  try {
    for (const name of parser === undefined ? names : [parser]) {
      const { inputs, found } = await watchParser(name, seed, minutes * 60_000, path.join(folder, name));
      const verdict = found === undefined ? 'no law broken' : `a law broken: ${found.why}`;
      process.stdout.write(`${name}: seed ${seed}, ${inputs} inputs, ${verdict}\n`);
      if (found === undefined) continue;
      broken += 1;
      mkdirSync('reports/fuzz', { recursive: true });
      const file = `reports/fuzz/${name}-${seed}.json`;
      writeFileSync(file, found.note);
      process.stdout.write(`  npx pnpm fuzz --input ${file}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return broken === 0 ? 0 : 1;
}

function seedFrom(text: string): number {
  try {
    const { seed, instead } = firstSeed(text);
    if (instead !== undefined) process.stderr.write(`--seed ${text}: ${instead}\n`);
    return seed;
  } catch {
    return refuse(`--seed is a number up to 4294967295, commit or random, not ${text}`);
  }
}

async function again(file: string): Promise<number> {
  const { parser: name, input } = readNote(readFileSync(file, 'utf8'));
  const parser = parsers.find((one) => one.name === name);
  if (parser === undefined) return refuse(`there is no parser ${name}`);
  try {
    await checkLaws(parser, input);
    process.stdout.write(`${name}: no law broken\n`);
    return 0;
  } catch (error) {
    process.stdout.write(`${name}: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
}
