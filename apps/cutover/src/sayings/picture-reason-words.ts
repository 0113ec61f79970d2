// Why a picture could not be looked at, is not the one it should be, cannot be kept or handed over.
import type { PictureReason } from '@cutover/sync-engine';
import { spellOption } from '../command-line/spelled.ts';
import { triedWords } from './origin-words.ts';
import { formatWords } from './picture-format-words.ts';
import { slotNouns } from './slot-nouns.ts';
import type { SayingOf, WordsOf } from './words-of.ts';

type Size = SayingOf<'rendition-sent'>['source'];

const allowed = `; ${spellOption('allowPrivateHosts')} allows it`;

const whyNoAddress: Readonly<Record<SayingOf<'slot-takes-address'>['but'], string>> = {
  'not-fetched': 'the store could not fetch this one',
  'uploads-only': 'only uploads may be sent',
  'none-given': 'the file gives none',
};

const answered = (status: number | undefined, otherwise: string): string =>
  status === undefined ? otherwise : `answered ${status}`;

/** What an address gives that gives no picture. */
const unseenWords: Readonly<
  Record<SayingOf<'no-picture-there'>['reason'], (status: number | undefined) => string>
> = {
  blocked: () => 'not asked',
  broken: () => 'a damaged picture',
  'cut-short': () => 'a picture that is cut short',
  empty: () => 'empty',
  'not-an-image': () => 'not a picture',
  'not-found': () => 'not found',
  redirect: () => 'redirected too often, or to nowhere',
  refused: (status) => answered(status, 'refused'),
  'too-large': () => 'too large',
  'too-many-pixels': () => 'more pixels than any store takes',
  unreachable: (status) => answered(status, 'no answer'),
  unsupported: () => 'a picture that cannot be decoded here',
};

export const pictureReasonWords: WordsOf<PictureReason['code']> = {
  reported: ({ text }) => text,
  'no-picture-there': ({ reason, status }) => unseenWords[reason](status),
  'host-blocked': ({ text }) => `${text}${allowed}`,
  'no-address': () => 'no address',
  'other-type': ({ contentType }) => `answers with ${contentType || 'no type'}`,
  empty: () => 'empty',
  'of-rendition': ({ name, says }, words) => `${name}: ${words(says)}`,
  'of-page-copy': ({ size, says }, words) => `on the product's page, ${size}: ${words(says)}`,
  'of-source-picture': ({ says }, words) => `source picture: ${words(says)}`,
  'of-target-picture': ({ says }, words) => `target picture: ${words(says)}`,
  'of-original': ({ refusals }, words) => `original: ${refusals.map(words).join(', ')}`,
  'not-decoded-here': ({ format }) => `a ${format} cannot be decoded here`,
  'another-picture': ({ apart }) =>
    `another picture${apart === undefined ? ' (of another shape)' : apartWords(apart)}`,
  'rendition-sent': ({ source, target }) =>
    `source is ${sizeWords(source)}, target is ${sizeWords(target)}: a rendition, not the original`,
  'likeness-unknown': () => 'whether it is the same picture is not known',
  'source-changed': () => 'changed on the source since it was sent; a verify of the content compares it',
  'addresses-tried': ({ tried, isBlocked }, words) =>
    triedWords(tried, ({ why }) => words(why)) + (isBlocked ? allowed : ''),
  'original-unavailable': ({ why }, words) => `its original is not available: ${words(why)}`,
  'shown-unavailable': ({ why }, words) => `what it shows is not available: ${words(why)}`,
  'no-picture-downloaded': () => 'what was downloaded is not a picture',
  'long-address': ({ length, most }) => `${length} characters, at most ${most}; an upload has no such limit`,
  'format-not-taken': ({ format }) => `the picture is ${formatWords(format)}`,
  'format-not-taken-by-slot': ({ format, kind }) =>
    `the picture is ${formatWords(format)}, and a ${slotNouns[kind].one} takes GIF, JPEG and PNG alone`,
  'too-long-for-slot': ({ bytes, megabytes, kind }) =>
    `${bytes} bytes, and a ${slotNouns[kind].one} takes ${megabytes} MB as an upload`,
  'slot-takes-address': ({ kind, but }) =>
    `a ${slotNouns[kind].one} takes an address alone, and ${whyNoAddress[but]}`,
  'slot-shows-copy': ({ kind }) =>
    `the ${slotNouns[kind].one} shows a resized copy, and its original is not known`,
  'former-address-lost': ({ kind }) =>
    `the address at which it showed its picture before does not give that any more, and a ${slotNouns[kind].one} takes no upload`,
  'not-kept-here': ({ sha256 }) => `the picture ${sha256} is not kept on this machine`,
  'kept-is-no-picture': ({ sha256 }) =>
    sha256 === undefined ? 'no picture' : `what is kept as ${sha256} is not a picture`,
};

type Apart = NonNullable<Extract<PictureReason, { readonly code: 'another-picture' }>['apart']>;

/** In percent: what is counted (docs/verification.md) is bits of a hash of 64, and steps of 255 of the colours. */
function apartWords({ bits, colours }: Apart): string {
  const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;
  const parts = [
    ...(bits === undefined ? [] : [`${percent(bits, 64)} in shape`]),
    ...(colours === undefined ? [] : [`up to ${percent(colours, 255)} in colour`]),
  ];
  return parts.length === 0 ? '' : ` (differs by ${parts.join(' and ')})`;
}

const sizeWords = ({ width, height }: Size): string => `${width}×${height}`;
