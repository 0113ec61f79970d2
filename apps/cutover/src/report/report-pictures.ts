// The pictures of a report: those of its entries, urgent ones first, made small before the page is written. Invariants: what
// is not available is said in words and stops nothing; so many, so long and so large at most, whatever the journal names.
import { type Fingerprint, likeness, type Thumbnail } from '@cutover/image-content';
import { spellOption } from '../command-line/spelled.ts';
import type { PagePictures, ShownPicture } from '../formats/format.ts';
import type { EntrySide, PeopleReport } from '../formats/people-report.ts';
import { counted, duration, megabytes, number } from '../terminal/quantities.ts';
import type { Clean } from './people-entries.ts';

/** Where pictures come from; all but `kept` may throw anything, and is given up with the signal. */
export interface PictureSources {
  /** What was kept on this machine; undefined: it is not there, or is not what it was. */
  kept(sha256: string): Promise<Uint8Array | undefined>;
  fetch(address: string, signal: AbortSignal): Promise<Uint8Array>;
  shrink(bytes: Uint8Array, signal: AbortSignal): Promise<Thumbnail>;
}

export interface PictureLimits {
  /** Of all entries together, the same one counted once. */
  readonly pictures: number;
  /** Within the page, as they stand there. */
  readonly inlineBytes: number;
  readonly totalMs: number;
  readonly eachMs: number;
  readonly atOnce: number;
}

export const pictureLimits: PictureLimits = {
  pictures: 3_000,
  inlineBytes: 10_000_000,
  totalMs: 600_000,
  eachMs: 20_000,
  atOnce: 6,
};

export interface PictureWish {
  readonly sources: PictureSources;
  readonly isInline: boolean;
  /** Saves beside the page and returns the address; undefined where a page has no place beside it. */
  readonly save: ((webp: Uint8Array) => Promise<string>) | undefined;
  readonly clean: Clean;
  /** Only this one stops the whole. */
  readonly stopping: AbortSignal;
  readonly limits?: PictureLimits;
}

export interface ReportPictures extends PagePictures {
  /** For the one who asked for the report. */
  readonly summary: string;
}

type Got =
  | { readonly thumbnail: Thumbnail }
  /** `isPrivate`: its host is on a private network, which was not allowed. */
  | { readonly why: string; readonly isPrivate?: boolean };

export async function reportPictures(
  report: Pick<PeopleReport, 'entries'>,
  wish: PictureWish,
): Promise<ReportPictures> {
  const { limits = pictureLimits } = wish;
  const { uses, leftOut } = wantedOf(report, limits.pictures);
  const got = await gather([...uses.keys()], { ...wish, limits });
  const { shown, inPage, beside } = await placed(uses, got, { ...wish, limits });
  const tally = { shown: inPage + beside, not: shown.size - inPage - beside };
  const onPrivateHosts = [...got.values()].filter((one) => 'why' in one && one.isPrivate === true).length;
  const fingerprintOf = (side: EntrySide): Fingerprint | undefined => {
    const found = got.get(keyOf(side) ?? '');
    return found !== undefined && 'thumbnail' in found ? found.thumbnail.of : undefined;
  };
  return {
    of(side) {
      const key = keyOf(side);
      if (key === undefined)
        return side.imageId === undefined ? undefined : { why: 'the journal has no address of it' };
      return shown.get(key) ?? { why: `only the first ${number(limits.pictures)} are shown` };
    },
    likeness(source, target) {
      const [a, b] = [fingerprintOf(source), fingerprintOf(target)];
      return a === undefined || b === undefined ? undefined : likenessWords(a, b);
    },
    words: pageWords(tally, beside, leftOut, limits),
    from: [...(inPage > 0 ? (['data:'] as const) : []), ...(beside > 0 ? (["'self'"] as const) : [])],
    summary: [
      `Pictures: ${number(tally.shown)} shown`,
      ...(tally.not === 0 ? [] : [`${number(tally.not)} not available (the report says why)`]),
      ...(onPrivateHosts === 0
        ? []
        : [`${number(onPrivateHosts)} of them on private hosts, which ${privateHosts} allows`]),
      ...(leftOut === 0 ? [] : [`${number(leftOut)} left out`]),
      ...(beside === 0
        ? []
        : [`${number(beside)} of them in the folder beside the file, which goes with it`]),
    ].join(', '),
  };
}

const keyOf = ({ kept, picture }: EntrySide): string | undefined => kept ?? picture;

/** How often each picture is shown, in the order of the entries; and how many more there would be. */
function wantedOf(report: Pick<PeopleReport, 'entries'>, most: number) {
  const uses = new Map<string, number>();
  const more = new Set<string>();
  for (const { source, target } of report.entries())
    for (const side of [source, target]) {
      const key = side === undefined ? undefined : keyOf(side);
      if (key === undefined) continue;
      if (uses.has(key) || uses.size < most) uses.set(key, (uses.get(key) ?? 0) + 1);
      else more.add(key);
    }
  return { uses, leftOut: more.size };
}

type Bounded = PictureWish & { readonly limits: PictureLimits };

async function gather(keys: readonly string[], wish: Bounded): Promise<ReadonlyMap<string, Got>> {
  const got = new Map<string, Got>();
  const { limits } = wish;
  const late = AbortSignal.timeout(limits.totalMs);
  const waiting = keys.values();
  const work = async (): Promise<void> => {
    for (const key of waiting) got.set(key, await one(key, wish, late));
  };
  await Promise.all(Array.from({ length: limits.atOnce }, work));
  return got;
}

async function one(key: string, wish: Bounded, late: AbortSignal): Promise<Got> {
  const { sources, clean, stopping, limits } = wish;
  stopping.throwIfAborted();
  const timeIsUp = `the ${duration(limits.totalMs, 'wait')} for all pictures were over`;
  if (late.aborted) return { why: timeIsUp };
  const slow = AbortSignal.timeout(limits.eachMs);
  const signal = AbortSignal.any([stopping, late, slow]);
  try {
    const bytes = isDigest(key) ? await sources.kept(key) : await sources.fetch(key, signal);
    if (bytes === undefined) return { why: 'the copy that was kept is gone' };
    return { thumbnail: await sources.shrink(bytes, signal) };
  } catch (error) {
    stopping.throwIfAborted();
    if (late.aborted) return { why: timeIsUp };
    if (slow.aborted) return { why: `it was not there within ${duration(limits.eachMs, 'wait')}` };
    const isPrivate = isOfPrivateHost(error);
    return { why: `${clean(whyOf(error))}${isPrivate ? `; ${privateHosts} allows it` : ''}`, isPrivate };
  }
}

const isDigest = (key: string): boolean => /^[\da-f]{64}$/.test(key);

const privateHosts = spellOption('allowPrivateHosts');

const isOfPrivateHost = (error: unknown): boolean =>
  error instanceof Error && 'isPrivate' in error && error.isPrivate === true;

/** An error of who fetches begins with the address, which stands beside it already. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it could not be loaded';
  const address = 'url' in error && typeof error.url === 'string' ? `${error.url} ` : '';
  return error.message.startsWith(address) ? error.message.slice(address.length) : error.message;
}

/** Within the page as long as they fit, those of urgent entries first; then beside it. */
async function placed(uses: ReadonlyMap<string, number>, got: ReadonlyMap<string, Got>, wish: Bounded) {
  const { isInline, save, limits } = wish;
  const shown = new Map<string, ShownPicture>();
  let [room, inPage, beside] = [isInline ? limits.inlineBytes : 0, 0, 0];
  for (const [key, times] of uses) {
    const found = got.get(key);
    if (found === undefined || 'why' in found) {
      shown.set(key, { why: found?.why ?? 'it was not loaded' });
      continue;
    }
    const { webp, width, height, of } = found.thumbnail;
    const words = `${number(of.width)} × ${number(of.height)} pixels${isDigest(key) ? ', as it was kept' : ''}`;
    const src = `data:image/webp;base64,${Buffer.from(webp).toString('base64')}`;
    if (src.length * times <= room) {
      room -= src.length * times;
      inPage += 1;
      shown.set(key, { src, width, height, words });
    } else if (save !== undefined) {
      beside += 1;
      shown.set(key, { src: await save(webp), width, height, words });
    } else
      shown.set(key, { why: `the ${megabytes(limits.inlineBytes)} for pictures in the page are used up` });
  }
  return { shown, inPage, beside };
}

function likenessWords(a: Fingerprint, b: Fingerprint): string | undefined {
  const { same, undecided } = likeness(a, b);
  if (undecided) return undefined;
  if (a.sha256 === b.sha256) return 'Both are the same file.';
  return same ? 'Both show the same, as far as a program can see.' : 'They do not show the same.';
}

function pageWords(
  { shown, not }: { readonly shown: number; readonly not: number },
  beside: number,
  leftOut: number,
  limits: PictureLimits,
): string[] {
  return [
    `${counted(shown, 'picture')} ${shown === 1 ? 'is' : 'are'} shown, small, and as ${shown === 1 ? 'it was' : 'they were'} when this report was made${not === 0 ? '' : `; ${number(not)} could not be shown, and the reason stands in ${not === 1 ? 'its' : 'their'} place`}.`,
    ...(beside === 0
      ? []
      : [`${number(beside)} of them ${beside === 1 ? 'is' : 'are'} in the folder beside this file.`]),
    ...(leftOut === 0
      ? []
      : [`A report shows ${number(limits.pictures)} at most: ${number(leftOut)} more are left out.`]),
  ];
}
