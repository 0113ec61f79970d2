// How many products a command takes at a time, and how many work at once: each number once, since an estimate counts the
// requests that follow from it.
import { pageLimitMax, productsAtOnceMax, valuePageLimitMax } from '@cutover/v3-client';
import type { Carrying, With } from './engine.ts';

/** Products of a page, of a request or of the journal: the most that V3 and V2 list at once. */
export const PRODUCTS_A_PAGE = pageLimitMax;
/** Target products that are looked at together before they are written to: few, so that no look grows old. */
export const PRODUCTS_A_LOOK = 50;
/** Products that are written to side by side, or requests for several, at most, where a user names no other number. */
const LANES_MAX = 40;
/** The same where every one of them holds a whole picture: 128 MB of the largest that V3 takes. */
const LANES_OF_UPLOADS_MAX = 16;
export const lanesMax = ({ means, source }: Pick<With<Carrying>, 'means' | 'source'>): number =>
  means.transfer === 'upload' || source.isSaved === true ? LANES_OF_UPLOADS_MAX : LANES_MAX;
/** Before the first of them has come to its end. */
export const LANES_AT_START = 8;
/** With each that comes to its end there may be so many more; one, once a write has had no answer. */
export const MORE_AT_ONCE = 4;
/** So many times as many lanes as the quota keeps busy: what a window's first requests leave behind is caught up. */
export const LANES_SPARE = 1.5;
/** Pictures that are asked for side by side, where little of each is held: how many really are is for the lanes of their host. */
export const PICTURES_AT_ONCE = 32;
const WHOLE_PICTURES_AT_ONCE = 8;
export const picturesAtOnce = (areWhole: boolean): number =>
  areWhole ? WHOLE_PICTURES_AT_ONCE : PICTURES_AT_ONCE;
/** Products of a page that shows their options or modifiers, whatever is asked for. */
export const PRODUCTS_WITH_VALUES_A_PAGE = valuePageLimitMax;
/**
 * Requests for what is known by its id, a product's list or a page of ten, that are under way at once, at most: at a second
 * each they use up what a store of 450 in 30 seconds allows. The pacer lets no more go than that.
 */
export const READS_AT_ONCE = 16;
/** Images of a batch: twice what others have been seen to send of one. */
export const IMAGES_A_BATCH_MAX = 100;
/** Before anybody knows how long a store takes: as many as even a slow one makes while an answer is waited for. */
export const IMAGES_UNTIMED_MAX = 30;
/** Products of a batch: as many as V3 takes. */
export const PRODUCTS_A_BATCH_MAX = productsAtOnceMax;
/** Products of a batch, before it carries as many as V3 takes: what goes well is followed by more. */
export const growingSizes = [3, 6] as const;
/** How long a store takes for a look, or for a request before its images. */
export const LOOK_MS = 150;
/** How many pictures a host lets us ask for at a time, of those that it begins with and those that it comes to. */
export const PICTURES_SIDE_BY_SIDE = 12;
