// Plays one parser for a while, in a process of its own, so that one that hangs or crashes ends nothing else. Each input is
// noted before it is played: whoever started us finds there what we died of. Says in one line of JSON what it found.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { noteOf, openLastInput } from './notes.ts';
import { checkLaws, type FuzzInput } from './parser.ts';
import { parsers } from './parsers.ts';

const {
  parser: name,
  seed,
  ms,
  last,
} = parseArgs({
  options: {
    parser: { type: 'string', default: '' },
    seed: { type: 'string', default: '' },
    ms: { type: 'string', default: '' },
    last: { type: 'string', default: '' },
  },
}).values;
const parser = parsers.find((one) => one.name === name);
if (parser === undefined) throw new RangeError(`there is no parser ${name}`);

const noted = openLastInput(last);
// The last that failed is the smallest: what fails is tried again smaller for as long as it fails.
let found: { readonly input: FuzzInput; readonly error: unknown } | undefined;
const property = fc.asyncProperty(parser.inputs, async (input) => {
  noted.write(name, input);
  try {
    await checkLaws(parser, input);
  } catch (error) {
    found = { input, error };
    throw error;
  }
});
// In turns: the time limit holds on to something of each input for as long as one check takes, in the end to gigabytes.
const INPUTS_A_TURN = 100_000;
const until = performance.now() + Number(ms);
let inputs = 0;
for (let turn = 0; performance.now() < until; turn += 1) {
  const { numRuns, failed } = await fc.check(property, {
    seed: Number(seed) + turn,
    numRuns: INPUTS_A_TURN,
    plugins: [fc.interruptAfterTimeLimit(until - performance.now())],
  });
  inputs += numRuns;
  if (failed) break;
}
noted.close();
// A pipe takes a large input only bit by bit: who exits at once cuts it off.
process.stdout.write(`${JSON.stringify({ inputs, ...told() })}\n`, () => process.exit(0));

function told(): object {
  if (found === undefined) return {};
  const { input, error } = found;
  return { note: noteOf(name, input), why: error instanceof Error ? error.stack : String(error) };
}
