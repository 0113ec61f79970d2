// Why an action can fail, one row each: the page of rules follows from it. Codes are added and never renamed, because
// `retry --failed --reason` and scripts rely on them. What a store refuses has its HTTP status for a code. Options
// stand in the texts by key, in braces: the app spells them.
import { pictureMegabytes, variantPictureMegabytes } from '@cutover/field-mapper';
import { isUnusable } from '@cutover/image-content';
import type { Failure } from '@cutover/journal';
import type { StoreError } from '@cutover/v3-client';
import { reported, thrown } from './picture-reasons.ts';
import type { Saying, Words } from './sayings.ts';

export interface FailureRow {
  readonly means: string;
  readonly todo: string;
}

export const failures = {
  'address-too-long': {
    means:
      'The address of the original is longer than the 255 characters that V3 takes, and only addresses may be sent.',
    todo: '`migrate {transfer} auto` uploads it.',
  },
  'address-only': {
    means:
      'V3 takes the picture of a swatch as an address alone, and the store could not fetch it, or no address may be sent.',
    todo: 'See why the store cannot fetch the address; `{transfer} auto` sends it. Else set it by hand.',
  },
  'archive-missing': {
    means: 'The picture that a revert would put back is not kept on this machine, or cannot be read.',
    todo: 'Run it where the migration ran, beside its journal.',
  },
  'changed-since': {
    means: 'Somebody, or a later run, has changed the image since; the message says which.',
    todo: 'Look at it; take a later run back first, or change it by hand.',
  },
  'edited-on-target': {
    means: 'Somebody has edited the image on the target since the last migration.',
    todo: 'Decide with `{prefer} source` or `{prefer} target`.',
  },
  'format-unsupported': {
    means:
      'The picture is of a format that V3 does not take, such as TIFF; for a variant, a modifier value or a swatch it takes GIF, JPEG and PNG alone.',
    todo: 'Convert it on the source.',
  },
  'gave-up': {
    means: 'The write was sent several times, without an answer and without an effect.',
    todo: '`cutover retry {failed} {reason} gave-up`, when the store is well.',
  },
  kept: {
    means: 'The image was not removed, because one that was to come first is not there.',
    todo: 'See why the other one failed, then `cutover retry {failed}`.',
  },
  'not-archived': {
    means: 'The image was not removed, because its picture could not be kept first.',
    todo: 'Try again when its picture is available, or allow it with `{allowUnarchived}`.',
  },
  'original-unreachable': {
    means:
      'No address gives the picture as it was uploaded; `audit` says further whether the store still shows a smaller copy (`rendition-only`) or nothing at all (`original-unreachable`).',
    todo: 'If you know where the originals are, say so with `{sourceOriginals}`; else upload it on the source again, or copy the largest rendition that the store shows with `{allowRenditions}`.',
  },
  'picture-broken': {
    means:
      'What lies at the address of the original is a file that no store can make a picture of: it ends before its picture does, or has more than a thousand million pixels. `audit` finds the former by the same name, and the latter as `picture-unchecked`.',
    todo: 'Upload it on the source again, or copy the largest rendition that the store shows with `{allowRenditions}`.',
  },
  'picture-unchecked': {
    means:
      'Only the pictures could show whose counterpart the image is, and they do not, or could not be looked at.',
    todo: 'Run `migrate` again when they are available.',
  },
  'picture-too-large': {
    means: `The picture is larger than V3 takes: ${pictureMegabytes} MB, and as an upload ${variantPictureMegabytes} MB of a variant, where the target cannot or may not fetch its address.`,
    todo: 'Of a variant `{transfer} auto` hands the address over; else make the picture smaller.',
  },
  'product-gone': {
    means: 'The target does not have the product any more.',
    todo: 'Nothing, unless it was removed by mistake.',
  },
  'product-full': {
    means:
      'A write to the product before it was refused because of a limit of the platform, so it was not sent.',
    todo: 'Make room on the product, then `cutover retry {failed}`.',
  },
  'source-image-gone': {
    means: 'The source does not have the image any more, and whether it arrived cannot be known.',
    todo: 'Look at the images that the message names.',
  },
  'not-in-journal': {
    means: 'The journal does not hold what the action needs any more.',
    todo: 'Run `diff`, then `migrate`.',
  },
  'without-effect': {
    means: 'The store has answered twice that it is done, and still shows the old value.',
    todo: 'Change it in the control panel, or leave it.',
  },
} as const satisfies Readonly<Record<string, FailureRow>>;

export type FailureCode = keyof typeof failures;

/** Why there is no original, by what its addresses have given: a broken one is not the same as one that nobody can reach. */
export const whyNoOriginal = (tried: readonly { readonly reason: string }[]) =>
  tried.some(({ reason }) => isUnusable(reason)) ? 'picture-broken' : 'original-unreachable';

/** A rendition may take the place of an original for these. */
export const isWithoutOriginal = ({ code }: { readonly code: string }): boolean =>
  code === 'original-unreachable' || code === 'picture-broken';

/** A failure whose code is of the table, or the store's own. */
export interface EngineFailure {
  readonly code: FailureCode | StoreError['class'] | `${number}`;
  /** What is special about this one. */
  readonly says: Saying;
}

export function failureOf(code: FailureCode, says: Saying): EngineFailure {
  return { code, says };
}

/**
 * What was to be uploaded could not be fetched. One that is too long is there all the same: neither another address nor a
 * rendition is to take its place.
 */
export function notFetched(error: unknown): EngineFailure {
  const isTooLarge = error instanceof Error && 'reason' in error && error.reason === 'too-large';
  return failureOf(isTooLarge ? 'picture-too-large' : 'original-unreachable', thrown(error));
}

/** The failure as it is kept and told. */
export function failureInWords({ words }: { readonly words: Words }, { code, says }: EngineFailure): Failure {
  return { code, words: words(says) };
}

/** What the store has refused, in its own words where it has any. */
export function refusalOf({ status, class: is, storeWords = '' }: StoreError): EngineFailure {
  return status === undefined
    ? { code: is, says: reported(storeWords) }
    : { code: `${status}`, says: reported(storeWords === '' ? is : storeWords) };
}
