// Sees every request at the moment when it reaches the stores, and again when the stores have done with it: what must
// hold at any time, and not only in the end, is held against their own tables here.
import { duplicates, type Stores } from './checkers.ts';
import { tally } from './pictures-kept.ts';
import { createWhoseWords } from './whose-words.ts';
import { imageIdOf, productIdOf } from './written-address.ts';

export interface Watch {
  /** A request leaves; it may arrive when the process that sent it is dead. */
  onSent?(request: Passing): void;
  onArrival(request: Passing): void;
  onDone(request: Passing): void;
  /** What was seen and must not be, in words. */
  readonly complaints: readonly string[];
}

interface Passing {
  readonly method: string;
  readonly url: URL;
}

export interface Watched extends Stores {
  /** Whether the bytes of a picture (by the stores' own key) are kept on this machine. */
  readonly keeps: (picture: string) => boolean;
}

export function createWatch({ keeps, ...stores }: Watched): Watch {
  const { scenario, source, target, others } = stores;
  const complaints: string[] = [];
  const most = new Map(target.products().map(({ id }) => [id, target.images(id).length]));
  const skus = new Map(target.products().map(({ id, sku }) => [id, sku]));
  const first = target.images().map(({ id }) => id);
  const words = createWhoseWords(stores);
  const sources = new Map(source.products().map(({ id, sku }) => [sku, id]));

  /** Pictures of the source's product that its counterpart lacks. */
  function lackedBy(productId: number): number {
    const wanted = tally(source.images(sources.get(skus.get(productId) ?? '') ?? 0));
    const found = tally(target.images(productId));
    let lacked = 0;
    for (const [picture, count] of wanted) lacked += Math.max(0, count - (found.get(picture) ?? 0));
    return lacked;
  }

  function removalsComeLast(productId: number, when: string): void {
    if (others.edited) return;
    const lacked = lackedBy(productId);
    if (lacked > 0)
      complaints.push(`${when} a removal product ${productId} lacks ${lacked} of the source's pictures`);
  }

  return {
    complaints,
    onArrival({ method, url }) {
      words.hear();
      if (method === 'GET' || method === 'HEAD') return;
      if (!url.pathname.startsWith('/stores/target/v3/'))
        complaints.push(`a ${method} to ${url.pathname}: only the target is written to, through V3`);
      const own = others.theirs.get(imageIdOf(url));
      if (own !== undefined && (method !== 'DELETE' || scenario.policy === 'copy'))
        complaints.push(`a ${method} to image ${own.id}, which is somebody else's`);
      if (method !== 'DELETE') return;
      if (scenario.policy === 'copy') complaints.push(`a DELETE of ${url.pathname} under copy`);
      removalsComeLast(productIdOf(url), 'before');
      const image = target.images(productIdOf(url)).find(({ id }) => id === imageIdOf(url));
      if (image !== undefined && !keeps(image.picture))
        complaints.push(`image ${image.id} is removed, and its picture is not kept`);
    },
    onDone({ method, url }) {
      if (method === 'GET' || method === 'HEAD') return;
      const productId = productIdOf(url);
      if (method === 'DELETE') removalsComeLast(productId, 'after');
      complaints.push(...words.wrong(), ...duplicates(stores));
      if (scenario.policy === 'mirror') return;
      const there = new Set(target.images().map(({ id }) => id));
      for (const id of first)
        if (!there.has(id)) complaints.push(`image ${id} was there before, and is gone`);
      const now = target.images(productId).length;
      const before = most.get(productId) ?? 0;
      if (now < before) complaints.push(`product ${productId} has ${now} images and had ${before}`);
      most.set(productId, Math.max(now, before));
    },
  };
}
