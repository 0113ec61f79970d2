// Where an original was found or looked for, as people call it.
import type { HandedOver } from '@cutover/journal';
import { spellOption } from '../command-line/spelled.ts';

const words: Readonly<Record<Exclude<HandedOver['origin'], `template:${number}`>, string>> = {
  file: 'the address in the file',
  folder: 'the folder of pictures',
  'stencil-original': 'the CDN’s address of the original',
  'store-domain': 'the store’s own domain',
  slot: 'the address shown',
  archive: 'the archive of this machine',
  'former-address': 'the address shown before',
  zoom: 'the zoom copy',
  standard: 'the standard copy',
  thumbnail: 'the thumbnail copy',
  tiny: 'the tiny copy',
};
const byCode: ReadonlyMap<string, string> = new Map(Object.entries(words));

/** One that is not known here, as a journal of a later version may hold it, stays as it is. */
export function originWords(origin: string): string {
  const template = /^template:(\d+)$/.exec(origin)?.[1];
  if (template !== undefined) return `template ${template} of ${spellOption('sourceOriginals')}`;
  return byCode.get(origin) ?? origin;
}

/** `tried the CDN’s address of the original (not found), the store’s own domain (no answer)`, or that there was none to try. */
export function triedWords<Tried extends { readonly origin: string }>(
  tried: readonly Tried[],
  why: (one: Tried) => string,
): string {
  if (tried.length === 0) return 'no address to try';
  return `tried ${tried.map((one) => `${originWords(one.origin)} (${why(one)})`).join(', ')}`;
}
