// Whether a script reads stdout, known before the options are read: an error in the arguments or in cutover.json must
// still end with the result line. So this reads leniently what resolve.ts reads strictly, in the same order.
import { join } from 'node:path';
import type { Environment, Io } from '../terminal/io.ts';
import { readConfigText } from './config-file.ts';
import { readSwitch } from './read-value.ts';

/** The value that `json` would have; whatever cannot be read says nothing. */
export function wantsJson(
  args: readonly string[],
  environment: Environment,
  io: Pick<Io, 'cwd' | 'configFolder'>,
): boolean {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (own.some((arg) => arg === '--json' || arg.startsWith('--json='))) return true;
  const variable = switchIn(environment['CUTOVER_JSON'] ?? '');
  if (variable !== undefined) return variable;
  return jsonIn(join(io.cwd, 'cutover.json')) ?? jsonIn(join(io.configFolder, 'cutover.json')) ?? false;
}

function switchIn(text: string): boolean | undefined {
  try {
    return readSwitch(text.trim());
  } catch {
    return undefined;
  }
}

function jsonIn(path: string): boolean | undefined {
  try {
    const parsed: unknown = JSON.parse((readConfigText(path) ?? '').replace(/^\uFEFF/, ''));
    if (typeof parsed !== 'object' || parsed === null || !('json' in parsed)) return undefined;
    return typeof parsed.json === 'boolean' ? parsed.json : undefined;
  } catch {
    return undefined;
  }
}
