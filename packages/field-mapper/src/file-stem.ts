// What remains of a picture's file name when a store's additions are taken off. A store renames what it takes in
// (`name.jpg` → `name__60806.jpg`, once more at each re-upload) and the CDN adds a unix stamp and a size; the stem is
// what survives and so pairs images across stores, and tells whether a new image is the one that was sent.
import { decoded, decodedOnce, withoutQuery } from './rendition-url.ts';

const EXTENSION = /\.[a-z\d]{1,5}$/i;
const RANDOM_SUFFIX = /__\d{5}$/;
const STAMP_AND_SIZE = /\.\d{9,11}\.\d{1,5}\.\d{1,5}$/;
const ESCAPE_LENGTH = 3;
const STAMP = /\.\d{9,11}(?:\.\d{1,5}\.\d{1,5})?$/;
/** A stamp of which a cut has left the beginning. */
const TORN_STAMP = /\.(?:\d{1,8}|\d{9,11}\.\d{0,5})$/;

export interface StemOptions {
  /** `all` (for pairing across stores): every trailing suffix and stamp, in any order. `last` (for claiming): one suffix. */
  readonly suffixes: 'all' | 'last';
}

/**
 * The stem of an `image_file` path or of an address: base name, percent-decoded, NFC, lower case, without extension.
 * A name that consists of nothing but suffixes keeps the last thing that is left of it.
 */
export function stemOf(imageFileOrUrl: string, options: StemOptions = { suffixes: 'all' }): string {
  const bare = bareName(imageFileOrUrl);
  // A stamp without a size is not the listing's: it came with the name that was sent (an original's address has one).
  return options.suffixes === 'all'
    ? withoutAll(bare)
    : without(RANDOM_SUFFIX, without(STAMP_AND_SIZE, bare));
}

/** Nothing of such a name has to be taken apart before one knows that it has a stem: its last letter is the stem's, too. */
const PLAIN_NAME = /^[^%?#\\]*[a-z\d]$/i;

/** Whether two `image_file` paths have one and the same stem, and not an empty one. */
export function hasOneStem(a: string, b: string): boolean {
  if (a === b) return PLAIN_NAME.test(a) || stemOf(a) !== '';
  const stem = stemOf(a);
  return stem !== '' && stem === stemOf(b);
}

/**
 * The stem that tells whether a listed image is the one that was sent. What was sent keeps its whole name, what is
 * listed loses the one suffix that the store has just given it.
 */
export function claimStem(name: string, role: 'sent' | 'listed'): string {
  return role === 'sent' ? bareName(name) : stemOf(name, { suffixes: 'last' });
}

/**
 * Letters and digits of a stem only, compatibility-decomposed and without diacritics: stores turn spaces and accented
 * letters into `-` or `_` or drop them. '' (a name of other signs alone) matches nothing and must not be compared.
 */
export function looseStem(stem: string): string {
  return stem
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

/** Shorter than this nobody cuts a name. */
const CUT_FROM = 24;
/** Less than this, escaped, is no start to go by: four letters of ASCII, or one that takes more. */
const START_FROM = 4;

/**
 * Whether one stem may be the other, cut: stores and uploads keep only so many letters of a name, and a cut may fall into
 * a suffix or stamp. Only a hint, as two names may differ behind the cut.
 * @param letters how many the store has kept of the first, see {@link lettersKept}; default: as many as it has now.
 */
export function mayBeCut(a: string, b: string, letters = 0): boolean {
  return isCutOf(a, b, letters) || isCutOf(b, a);
}

/** How many letters a store has kept of a name, its escapes as they are: an escaped escape takes five, and a cut counts them. */
export function lettersKept(imageFileOrUrl: string): number {
  return without(RANDOM_SUFFIX, without(STAMP_AND_SIZE, without(EXTENSION, lastPiece(imageFileOrUrl))))
    .length;
}

function isCutOf(short: string, long: string, letters = 0): boolean {
  const whole = withoutTorn(short);
  const [start, name] = [looseStem(whole), looseStem(long)];
  if (encodeURIComponent(start).length < START_FROM || !name.startsWith(start)) return false;
  // Escaped, a letter beyond ASCII takes six, and that is what was cut.
  return whole !== short || Math.max(letters, encodeURIComponent(whole).length) >= CUT_FROM;
}

/** Without the escapes at its end that make no letter: nothing but a cut leaves them. */
function withoutTorn(name: string): string {
  let end = name.length;
  for (;;) {
    const torn = /%[\da-f]{0,2}$/.exec(name.slice(Math.max(0, end - ESCAPE_LENGTH), end))?.[0].length ?? 0;
    if (torn === 0) return name.slice(0, end);
    end -= torn;
  }
}

/**
 * Whether a store may have made the one name of the other: cut, or with the letters beyond ASCII dropped (of which a
 * store makes `image` where nothing is left).
 */
function mayBecome(a: string, b: string): boolean {
  if (mayBeCut(a, b)) return true;
  const [plain, others] = [inAscii(a), inAscii(b)];
  return plain === others && looseStem(a) !== looseStem(b);
}

/**
 * As {@link mayBecome}, of whole file names, where more is known than of stems. A name loses more stamps whole than cut: of
 * `pot.1650000001.386.513__49803` the stem is `pot`, and of its first 20 letters all of them. And a store that makes `_20` of
 * `%20` has kept the letters of an escape that a stem has not.
 */
export function mayBeOneName(a: string, b: string): boolean {
  if (mayBecome(stemOf(a), stemOf(b))) return true;
  const kept = (name: string): string => stemOf(name, { suffixes: 'last' });
  const isCut = (one: string, of: string): boolean => isCutOf(kept(one), bareName(of), lettersKept(one));
  if (isCut(a, b) || isCut(b, a)) return true;
  const others = spellings(b);
  return spellings(a).some((one) => one !== '' && others.includes(one));
}

/** More levels of escapes no chain of stores has made. */
const LEVELS = 4;

/** The letters and digits of a name, as it is and with each level of its escapes taken off. */
function spellings(imageFileOrUrl: string): string[] {
  const found: string[] = [];
  let rest = lastPiece(imageFileOrUrl);
  for (let level = 0; level < LEVELS; level += 1) {
    const name = without(EXTENSION, rest.normalize('NFC').toLowerCase().trim());
    found.push(looseStem(withoutAll(withoutTornStamp(withoutAll(name)))));
    const next = decodedOnce(rest);
    if (next === rest) break;
    rest = next;
  }
  return found;
}

/** Only behind a suffix is such an ending a stamp; else it may be the name's own number. */
function withoutTornStamp(name: string): string {
  const whole = without(TORN_STAMP, name);
  return RANDOM_SUFFIX.test(whole) ? whole : name;
}

function inAscii(stem: string): string {
  const left = looseStem(stem).replace(/[^a-z0-9]/g, '');
  return left === 'image' ? '' : left;
}

function lastPiece(imageFileOrUrl: string): string {
  const path = withoutQuery(imageFileOrUrl).replace(/\\/g, '/');
  return path.slice(path.lastIndexOf('/') + 1);
}

function bareName(imageFileOrUrl: string): string {
  return without(EXTENSION, decoded(lastPiece(imageFileOrUrl)).normalize('NFC').toLowerCase().trim());
}

function withoutAll(name: string): string {
  let end = name.length;
  for (;;) {
    const shorter = endWithout(RANDOM_SUFFIX, name, endWithout(STAMP, name, end));
    if (shorter === end) return name.slice(0, end);
    end = shorter;
  }
}

/** A stamp with the longest size; no other ending is longer. */
const ENDING_LENGTH_MAX = 24;

/** Takes a match off the end, unless nothing would be left. */
function without(ending: RegExp, name: string): string {
  return name.slice(0, endWithout(ending, name, name.length));
}

/** Where a name that is taken as far as `end` ends without a match; looks no farther back than an ending reaches. */
function endWithout(ending: RegExp, name: string, end: number): number {
  const tail = ending.exec(name.slice(Math.max(0, end - ENDING_LENGTH_MAX), end))?.[0].length ?? 0;
  return tail === end ? end : end - tail;
}
