// Which stores a command is about, and so which of the two situations it is in: parity of one store, or transfer to
// another. Decided once, here, before any request.

import type { StorePair } from '@cutover/journal';
import type { CarriedKind } from '@cutover/sync-engine';
import { heeds } from '../command-line/command-row.ts';
import { kindsOfViews } from '../command-line/read-value.ts';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { tellOtherApis } from '../runs/other-apis.ts';
import { nounsOfWord } from '../sayings/slot-nouns.ts';
import { type NamedFile, openSourceFile, readsFile } from './source-file.ts';
import { givenToken, missingToken, sourceToken } from './tokens.ts';

export interface NamedStore {
  readonly hash: string;
  readonly api: string;
  readonly token: string;
}

export interface NamedStores {
  readonly mode: 'parity' | 'transfer';
  readonly source: NamedStore | NamedFile;
  /** In parity the same object as `source`. */
  readonly target: NamedStore | NamedFile;
}

export const pairOf = ({ source, target }: NamedStores): StorePair => ({
  source: source.hash,
  target: target.hash,
});

export { filePrefix } from '@cutover/file-store';
export const isFile = (side: NamedStore | NamedFile): side is NamedFile => 'file' in side;

export async function nameStores(context: Context): Promise<NamedStores> {
  const { options } = context;
  if (readsFile(context)) return await nameFile(context);
  if (options.pictures !== undefined)
    throw new CutoverError(
      'wrong-usage',
      'Pictures are looked for in a folder where the source is a file, and none is named.',
      'Name it with --source-file, or leave out --pictures.',
    );
  if (options.source === undefined)
    throw new CutoverError(
      'missing-store',
      'The command needs to know which store to read.',
      'Give --source HASH, or set CUTOVER_SOURCE_STORE.',
    );
  const targetApi = options.targetApi ?? options.sourceApi;
  const mode = options.target === undefined || options.target === options.source ? 'parity' : 'transfer';
  if (mode === 'parity' && options.target !== undefined && targetApi !== options.sourceApi)
    throw new CutoverError(
      'stores-mixed-up',
      `Source and target have the same hash ${options.source} at two different APIs, so it is not clear whether they are one store or two.`,
      'Leave out --target and --target-api for parity, or name a target with a hash of its own.',
    );
  if (mode === 'parity' && options.sourceVia === 'v3' && context.command !== 'audit')
    throw new CutoverError(
      'wrong-usage',
      'One store is compared by its two views, and with --source-via v3 there is nothing to compare V3 with.',
      'Leave --source-via out, or name a target store.',
    );
  refuseSample(context, mode);
  refuseUnreadKinds(context, mode);
  refuseUncheckedCertificates(context, [options.sourceApi, ...(mode === 'transfer' ? [targetApi] : [])]);
  // The target first: it is never asked for, and who lacks it should not type the other one in vain.
  const targetToken = mode === 'transfer' ? await givenToken('target', context) : undefined;
  if (mode === 'transfer' && targetToken === undefined) throw missingToken('target');
  const source = { hash: options.source, api: options.sourceApi, token: await sourceToken(context) };
  tellOtherApis(context, [options.sourceApi, ...(mode === 'transfer' ? [targetApi] : [])]);
  const target =
    targetToken === undefined
      ? source
      : { hash: options.target ?? source.hash, api: targetApi, token: targetToken };
  return { mode, source, target };
}

/** Of two stores only a verify draws; a variable that is set for that one means no other command. */
function refuseSample({ command, flags, options }: Context, mode: NamedStores['mode']): void {
  if (mode === 'parity' || command === 'verify' || !flags.has('sample') || options.sample >= 1) return;
  throw new CutoverError(
    'wrong-usage',
    `--sample says how much V2 is asked of one store; between two stores ${command} reads all that it is about.`,
    'Leave --sample out, or name one store.',
  );
}

/** The file comes last: what it takes to write is checked before a long one is read. */
async function nameFile(context: Context): Promise<NamedStores> {
  const { options } = context;
  const { target: hash, targetApi: api = options.sourceApi } = options;
  if (hash === undefined) {
    const source = await openSourceFile(context);
    return { mode: 'parity', source, target: source };
  }
  refuseUncheckedCertificates(context, [api]);
  const token = await givenToken('target', context);
  if (token === undefined) throw missingToken('target');
  tellOtherApis(context, [api]);
  return { mode: 'transfer', source: await openSourceFile(context), target: { hash, api, token } };
}

/** A command that does not heed them goes by what an earlier run was about. */
function refuseUnreadKinds({ command, commands, options }: Context, mode: NamedStores['mode']): void {
  // An audit grades them where they are; of one store's two views, V2 shows variants as SKUs and values of modifiers as rules.
  const isComparedWithItself = mode === 'parity' && command !== 'audit';
  const carried: readonly CarriedKind[] = isComparedWithItself ? kindsOfViews : ['product'];
  const kinds = (options.kinds ?? []).flatMap((kind) =>
    kind === 'product' || carried.includes(kind) ? [] : [kind],
  );
  if (kinds.length === 0 || !heeds(commands.get(command), 'kinds')) return;
  const pictures = `Pictures of ${kinds.map((kind) => nounsOfWord(kind).many).join(' and ')}`;
  const leaveOut = `leave ${kinds.join(' and ')} out of --kinds.`;
  if (isComparedWithItself)
    throw new CutoverError(
      'wrong-usage',
      `${pictures} are compared and moved between two stores, and one store was named.`,
      `Name a target store, or ${leaveOut}`,
    );
  if (options.sourceVia === 'v2')
    throw new CutoverError(
      'wrong-usage',
      `${pictures} are read through V3, and --source-via v2 asks V2 alone.`,
      `Leave --source-via out, or ${leaveOut}`,
    );
}

/** Node then takes anybody on the way for the store: what that one gets with the first request is the token. */
function refuseUncheckedCertificates({ environment }: Context, apis: readonly string[]): void {
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return;
  if (apis.some((api) => api.startsWith('https:')))
    throw new CutoverError(
      'certificates-unchecked',
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, so anybody on the way could get the token.',
      'Unset it. For a proxy with a certificate of its own, set NODE_EXTRA_CA_CERTS to its file.',
    );
}
