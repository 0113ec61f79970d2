// Where the originals of a store are looked for, and what the first bytes at an address show. Invariant: within a run no
// address is asked once more for what it has answered before; who has not answered at all may answer by now.
import { type FoundPicture, lookForStore, type OriginalsOptions, type Unseen } from '@cutover/image-content';
import type { Engine, StorePort } from './engine.ts';
import { Stopped } from './stopped.ts';

/** So many addresses are remembered: one is asked for again soon (a picture of several variants, a write tried again) or never. */
const REMEMBERED = 10_000;

/** By the fetcher, of which every run has its own. */
const known = new WeakMap<Engine['content'], Map<string, Promise<FoundPicture | Unseen>>>();

/** Where the originals of a store are looked for. */
export function placeOf({ hash, originals, isBigCommerce, isSaved }: StorePort): OriginalsOptions {
  return { store: hash, templates: originals, sourceIsBigCommerce: isBigCommerce, isSaved };
}

/** An address has changed its mind since: the next look asks it again. */
export function forget({ content }: Pick<Engine, 'content'>, url: string): void {
  known.get(content)?.delete(url);
}

/** What an address gives, in one small request; throws {@link Stopped}, for what a stop has cut short is no answer. */
export async function lookOnce(
  { content, control }: Pick<Engine, 'content' | 'control'>,
  url: string,
): Promise<FoundPicture | Unseen> {
  const looks = known.get(content) ?? new Map<string, Promise<FoundPicture | Unseen>>();
  known.set(content, looks);
  const look = looks.get(url) ?? lookForStore(content, url, control.stopping);
  looks.set(url, look);
  for (const oldest of looks.keys()) {
    if (looks.size <= REMEMBERED) break;
    looks.delete(oldest);
  }
  try {
    const found = await look;
    if ('reason' in found && found.reason === 'unreachable') looks.delete(url);
    return found;
  } catch (error) {
    looks.delete(url);
    if (control.stopping.aborted) throw new Stopped();
    throw error;
  }
}
