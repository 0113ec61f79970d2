// The log file: every event, and everything that was said to a person, one JSON line each, without a token. It must be
// there before the work begins; one that breaks later is told once and then left alone, the work goes on.
import { closeSync, constants, fstatSync, lstatSync, openSync, writeFileSync } from 'node:fs';
import { inspect, stripVTControlCharacters } from 'node:util';
import { CutoverError } from '../errors.ts';
import { isOursAt } from '../files/owned.ts';
import { engineProblem, isEngineError } from '../sayings/engine-problems.ts';
import type { Output } from '../terminal/output.ts';
import type { Secrets } from '../terminal/secrets.ts';
import { toJsonLine } from '../terminal/visible.ts';

export interface LogFile {
  /** A line that is JSON already. */
  readonly line: (json: string) => void;
  /** Words as a person read them. */
  readonly said: (text: string) => void;
  /** What was thrown, with everything that caused it, outermost first. */
  readonly cause: (error: unknown) => void;
}

const appending = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);

/** A link may lead to a file that is dear to its owner; those of the system lead to what the program was given. */
function refuseLink(path: string): void {
  if (/^\/(?:dev|proc)\//.test(path)) return;
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw new Error(`${path} is a link`);
}

/** Opens the file at `path` to append to; throws a CutoverError `file-not-usable` when it cannot be. */
export function openLogFile(
  path: string,
  { out, secrets, now }: { out: Output; secrets: Secrets; now: () => number },
): LogFile {
  const append = (text: string): void => {
    refuseLink(path);
    // A pipe that nobody reads would be waited for otherwise.
    const file = openSync(path, appending, 0o600);
    try {
      const there = fstatSync(file);
      if (there.isFile() && !isOursAt(path, there)) throw new Error(`${path} belongs to another user`);
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
  };
  try {
    append('');
  } catch (error) {
    throw new CutoverError(
      'file-not-usable',
      `The log file cannot be opened: ${messageOf(error)}.`,
      'Name another with --log-file, or leave it out.',
      error,
    );
  }
  let broken = false;
  const line = (json: string): void => {
    if (broken) return;
    try {
      append(`${secrets.redact(json)}\n`);
    } catch (error) {
      broken = true;
      out.warn(`The log file cannot be written any more: ${messageOf(error)}`);
    }
  };
  const own = (type: string, fields: object): void =>
    line(toJsonLine({ type, time: new Date(now()).toISOString(), ...fields }));
  return {
    line,
    said: (text) => own('said', { text: stripVTControlCharacters(text) }),
    cause: (error) => own('cause', { errors: chainOf(error) }),
  };
}

/** A chain that comes back to itself ends somewhere. */
const chainLengthMax = 10;

function chainOf(error: unknown): string[] {
  const chain: string[] = [];
  for (let one = error; one !== undefined && chain.length < chainLengthMax; ) {
    chain.push(one instanceof Error ? `${one.name}: ${wordsOf(one)}` : inspect(one, { depth: 2 }));
    one = one instanceof Error ? one.cause : undefined;
  }
  return chain;
}

/** The engine has no words of its own. */
const wordsOf = (error: Error): string =>
  isEngineError(error) ? engineProblem(error.trouble).why : error.message;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
