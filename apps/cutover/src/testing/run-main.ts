// A whole command on a fake machine, and the line in which it says how it ended.

import { commandTable } from '../commands/command-table.ts';
import { main } from '../main.ts';
import { jsonLine } from '../reporters/json-lines.ts';
import type { Environment } from '../terminal/io.ts';
import { type FakeIo, fakeIo } from './fake-io.ts';

/** Runs `cutover LINE`. */
export async function run(line: string, environment: Environment = {}, io: FakeIo = fakeIo()) {
  const exitCode = await main(line === '' ? [] : line.split(' '), environment, io);
  return { exitCode, ...io.printed, io };
}

/** The result line: the last on stdout, in the schema. */
export function resultOf(stdout: string) {
  const line = jsonLine.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
  if (line.type !== 'result') throw new Error('the last line is no result');
  checkIsInHelp(line);
  return line;
}

/** Fails where a command ends with a code that its help does not list; a bug of ours (1) may happen to each. */
export function checkIsInHelp({ command, exitCode }: { command: string; exitCode: number }): void {
  const listed = commandTable.get(command)?.exitCodes;
  if (listed?.includes(exitCode) === false && exitCode !== 1)
    throw new Error(`the help of ${command} lists no exit code ${exitCode}`);
}
