// Where a token may come from: a file, the environment, or a person at the terminal. Never a flag, never cutover.json.
// The moment it is read it is a secret, so that nothing printed afterwards can hold it.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { bytesOfInput, whyNotRead } from '../files/input-file.ts';
import { askHidden, canAsk } from '../terminal/ask.ts';

export type Side = 'source' | 'target';

type Needs = Pick<Context, 'options' | 'flags' | 'environment' | 'io' | 'secrets' | 'out' | 'stopping'>;

/** The token of this side, undefined when none is given anywhere. A file named on the command line beats the environment. */
export async function givenToken(side: Side, context: Needs): Promise<string | undefined> {
  const { options, flags, environment } = context;
  const key = side === 'source' ? 'sourceTokenFile' : 'targetTokenFile';
  const variable = tokenVariable(side);
  const direct = environment[variable]?.trim() ?? '';
  const file = options[key];
  if (file !== undefined && (flags.has(key) || direct === '')) return readTokenFile(side, file, context);
  return direct === '' ? undefined : checked(direct, variable, context);
}

/** The source's token, asked for on a terminal when it is nowhere else. */
export async function sourceToken(context: Needs): Promise<string> {
  const given = await givenToken('source', context);
  if (given !== undefined) return given;
  if (!canAsk(context.io)) throw missingToken('source');
  return checked(
    await askHidden(context, `API token of store ${context.options.source ?? ''} (not shown): `),
    'what was typed',
    context,
  );
}

export const missingToken = (side: Side): CutoverError =>
  new CutoverError(
    'missing-token',
    `The ${side} store needs an API token, and there is no terminal to ask on or nothing was given.`,
    `Set ${tokenVariable(side)}, or name a file with --${side}-token-file.`,
  );

export const tokenVariable = (side: Side): string =>
  side === 'source' ? 'CUTOVER_SOURCE_TOKEN' : 'CUTOVER_TARGET_TOKEN';

async function readTokenFile(side: Side, path: string, context: Needs): Promise<string> {
  let text: string;
  try {
    const pieces = bytesOfInput(resolve(context.io.cwd, path), context.stopping.signal);
    text = Buffer.concat(await Array.fromAsync(pieces)).toString();
  } catch (error) {
    context.stopping.signal.throwIfAborted();
    // The path is not repeated: people paste the token itself here by mistake.
    throw new CutoverError(
      'missing-token',
      `What is named with --${side}-token-file ${whyNotRead(error) ?? 'cannot be read'}.`,
      `Name a file that holds the token, or set ${tokenVariable(side)}.`,
    );
  }
  await warnIfOthersRead(side, resolve(context.io.cwd, path), context);
  return checked(text.replace(/^\uFEFF/, '').trim(), `the file named with --${side}-token-file`, context);
}

/** Windows has other rights, which Node does not show. */
async function warnIfOthersRead(side: Side, path: string, { io, out }: Needs): Promise<void> {
  if (io.platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & 0o044) !== 0)
    out.warn(`Others can read the file named with --${side}-token-file: chmod 600 takes that right away.`);
}

function checked(token: string, from: string, { secrets }: Needs): string {
  secrets.add(token);
  if (!/^[\u0021-\u007E]{1,256}$/.test(token))
    throw new CutoverError(
      'bad-token',
      `In ${from} there is no single word of printable ASCII characters.`,
      'Copy the access token alone, without quotes, spaces or line breaks inside.',
    );
  return token;
}
