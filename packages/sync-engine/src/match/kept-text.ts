// What a store makes of a text: some trim it, cut it or compose its letters. Then what they show is what they have of us, no
// edit of anybody's, and sending the text again would only make the same of it. A text of another kind is no such form. Pure.
import type { ProductImage } from '@cutover/field-mapper';
import type { KeptTextSaying } from '../sayings.ts';

/** Texts are cut at this length at the least. */
const CUT_FROM = 100;

/** How a store has changed the text that it was sent; undefined when it shows it as sent, or another text. */
export function howKept(sent: string, shown: string): KeptTextSaying | undefined {
  if (sent === shown) return undefined;
  const [ours, theirs] = [composed(sent), composed(shown)];
  if (ours === theirs)
    return sent.trim() === shown.trim() ? { code: 'text-trimmed' } : { code: 'text-composed' };
  // A cut may part a letter from its accent, which no composed form shows.
  return theirs.length >= CUT_FROM && ours.normalize('NFD').startsWith(theirs.normalize('NFD'))
    ? { code: 'text-cut', length: Array.from(shown).length }
    : undefined;
}

/** True when a store may show this of that text. */
export function isKeptFormOf(sent: string, shown: string): boolean {
  return sent === shown || howKept(sent, shown) !== undefined;
}

/** Images that are the same for all that can be known, and do not show the same text letter by letter. */
export const showsOtherText = (
  source: Pick<ProductImage, 'description'>,
  target: Pick<ProductImage, 'description'>,
): boolean => source.description !== target.description;

const composed = (text: string): string => text.normalize('NFC').trim();
