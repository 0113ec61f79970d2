// What a page of products that was marched adds to the counts of its run, by the names under which they are kept. Invariant:
// what was not looked at is counted apart, so that no sum calls it equal.
import type { Run, Snapshot, SnapshotProduct } from '@cutover/journal';
import { carries, kindOfWord, slotCounts, slotKindsCarried } from '../carried.ts';
import type { Found, FoundSame } from '../found.ts';
import type { Considered } from '../plan/considered.ts';
import type { Conflict } from '../plan/looked.ts';
import type { Counterpart } from '../read/pairing.ts';
import { isUnmatchedProduct } from '../rules.ts';
import { showsPicture } from '../slots.ts';
import type { LeftOver, LeftOverRequest } from './left-over-findings.ts';
import type { Compared } from './row-findings.ts';
import type { ViewsCompared, ViewsRequest } from './views-compared.ts';

export interface CountsRequest
  extends Pick<LeftOverRequest, 'engine' | 'finding'>,
    Pick<ViewsRequest, 'isListed'> {
  readonly source: Snapshot;
  /** Which source products the run looks at: all, unless it is one of a share. */
  readonly isDrawn: (productId: number) => boolean;
}

/** A page of products, and what came of it. */
export interface PageMet {
  readonly sources: readonly SnapshotProduct[];
  readonly paired: readonly Counterpart[];
  readonly compared: readonly (Compared & Considered)[];
  readonly views: ViewsCompared;
  /** Of the last page. */
  readonly leftOver: LeftOver;
  readonly findings: readonly (Found | FoundSame)[];
}

/** All but those of the findings, which {@link signCounts} counts, and of what is planned. */
export function pageCounts(request: CountsRequest, page: PageMet): Run['counts'] {
  const { sources, paired, compared, views, leftOver, findings } = page;
  const sourcesPaired = paired.flatMap((pair) => ('rule' in pair ? [] : [pair.source]));
  return {
    products: sources.length,
    pairedProducts: sourcesPaired.length,
    // Those without a picture, too: that neither side has one was looked at.
    drawnProducts: sourcesPaired.filter(({ productId }) => request.isDrawn(productId)).length,
    ...slotsMet(request, compared),
    ...unaskedCounts(request, { sources: sourcesPaired, compared, views }),
    unmatchedProducts: findings.filter((one) => !('images' in one) && isUnmatchedProduct(one.rule)).length,
    notOnSource: leftOver.notOnSource,
    ...aloneCounts(leftOver.findings, views),
    ...unmatchedCounts(request, paired),
    targetImagesMet: compared.reduce(
      (sum, { rows, same = [] }) => sum + same.length + rows.filter(({ sign }) => sign !== '+').length,
      0,
    ),
    renditionsKept: compared.reduce((sum, one) => sum + renditionsThatStay(one), 0),
  };
}

/** What was signed, or equal at a glance. */
export function imagesMet(compared: readonly Compared[], { rows, leftOver }: ViewsCompared): number {
  const ofProducts = compared.map(
    ({ rows: images, slots = [], same = [] }) => images.length + slots.length + same.length,
  );
  return ofProducts.reduce((sum, one) => sum + one, rows.length + leftOver.length);
}

/** Images that stay as somebody has edited them on the target, because nobody has decided whose word counts. */
export function editsUndecided({ conflicts }: Considered): Conflict[] {
  return conflicts.filter(({ code }) => code === 'edited-on-target');
}

interface Met {
  readonly sources: readonly SnapshotProduct[];
  readonly compared: readonly Compared[];
  readonly views: ViewsCompared;
}

/** Products of which V2's page alone has spoken, as far as it has, and their pictures of which it said nothing. */
function unaskedCounts(request: CountsRequest, { sources, compared, views }: Met): Record<string, number> {
  const { engine, source, isListed } = request;
  if (isListed === undefined) return {};
  const unasked = compared.filter((product) => product.unasked === true && product.kind === 'product-image');
  const mainPictures = engine.journal.images(
    source.snapshot,
    unasked.map((product) => product.source.productId),
  );
  const signsOf = (product: Compared): string[] =>
    product.rows.flatMap((row) => request.finding(row, product)?.sign ?? []);
  const signs = unasked.map(signsOf);
  const beside = signs.map((ofProduct) => ofProduct.filter((sign) => sign !== '='));
  const inSlots = views.rows.filter(({ product }) => !isListed(product.productId)).length;
  return {
    unaskedProducts: sources.filter(({ productId }) => !isListed(productId)).length,
    unaskedImages: signs.flat().filter((sign) => sign === '=').length + inSlots,
    besideImages: beside.flat().length,
    besideWrong: beside.flat().filter((sign) => sign !== '!').length,
    besideProducts: beside.filter((ofProduct) => ofProduct.length > 0).length,
    pagesHeard: unasked.filter(
      (product) => product.rows.length === 0 || mainPictures.get(product.source.productId)?.length === 1,
    ).length,
  };
}

/** Images of products that V3 alone lists: the march has met none of them, and V2 could be asked for none. */
function aloneCounts(leftOver: readonly Found[], { leftOver: slots }: ViewsCompared): Record<string, number> {
  const ofSlots = slots.map(({ finding }) => finding);
  const alone = [...leftOver, ...ofSlots].filter(({ sign }) => sign === '-');
  return {
    aloneImages: alone.length,
    aloneProducts: new Set(alone.map(({ target }) => target?.productId)).size,
    aloneSlots: ofSlots.length,
  };
}

/** Renditions of earlier runs in whose place no original can be put by now. */
function renditionsThatStay({ renditions, slots = [] }: Considered): number {
  const ofSlots = slots.map(({ rendition }) => rendition);
  return [...renditions.values(), ...ofSlots].filter((is) => is === 'stays').length;
}

type CountsOfSlots = Record<string, number>;

function slotsMet({ engine }: CountsRequest, compared: readonly Compared[]): CountsOfSlots {
  const carried = slotKindsCarried.filter((kind) => carries(engine, kind));
  return Object.fromEntries(
    carried.map((word) => [
      slotCounts[word].met,
      compared.reduce((sum, { kind, slots = [] }) => sum + (kind === kindOfWord[word] ? slots.length : 0), 0),
    ]),
  );
}

/** Of a product of the source: the pictures of the kinds that are asked for, and those of them that slots show, by their counts. */
export function picturesOf(
  { engine, source }: CountsRequest,
  productId: number,
): { readonly all: number; readonly slots: CountsOfSlots } {
  const { journal } = engine;
  const images = carries(engine, 'product')
    ? (journal.images(source.snapshot, [productId]).get(productId)?.length ?? 0)
    : 0;
  const slots: CountsOfSlots = {};
  for (const kind of slotKindsCarried.filter((one) => carries(engine, one))) {
    const ofKind = journal.slots(source.snapshot, kindOfWord[kind], [productId]).get(productId) ?? [];
    slots[slotCounts[kind].unmatched] = ofKind.filter(({ address }) => showsPicture(address)).length;
  }
  return { all: Object.values(slots).reduce((sum, count) => sum + count, images), slots };
}

function unmatchedCounts(request: CountsRequest, paired: readonly Counterpart[]): Record<string, number> {
  const counts: Record<string, number> = { unmatchedImages: 0 };
  for (const pair of paired) {
    if (!('rule' in pair)) continue;
    const { all, slots } = picturesOf(request, pair.source.productId);
    for (const [name, count] of Object.entries({ ...slots, unmatchedImages: all }))
      counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}

const SIGN_NAMES = { '=': 'same', '~': 'changed', '+': 'missing', '-': 'extra', '!': 'error' } as const;

/** What a store counts and does not list is no image that could be signed, and of no product that could be named. */
const isAboutStore = (one: Found | FoundSame): boolean =>
  !('images' in one) && one.source === undefined && one.target === undefined;

/** What is said of a page, by sign. */
export function signCounts(findings: readonly (Found | FoundSame)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of findings) {
    const [{ sign }, number] = 'images' in one ? [one.common, one.images.length] : [one, 1];
    if (sign === undefined) continue;
    const name = isAboutStore(one) ? 'shortListings' : SIGN_NAMES[sign];
    counts[name] = (counts[name] ?? 0) + number;
  }
  return counts;
}

/**
 * Products that were drawn and of which something could not be determined, and one for each finding that names a product of the
 * target alone. One that is met again among those that were put off counts twice: what is proved of all is then too little, and
 * never too much. What is said of a store is said of no product that was drawn.
 */
export function undecidedProducts(
  { engine, isDrawn }: CountsRequest,
  found: readonly (Found | FoundSame)[],
): number {
  const ids = new Set<number>();
  let unnamed = 0;
  for (const one of found) {
    if ('images' in one || one.sign !== '!' || isUnmatchedProduct(one.rule) || isAboutStore(one)) continue;
    // Both views of one store name a product alike.
    const product = one.source ?? (engine.mode === 'parity' ? one.target : undefined);
    if (product === undefined) unnamed += 1;
    else if (isDrawn(product.productId)) ids.add(product.productId);
  }
  return ids.size + unnamed;
}
