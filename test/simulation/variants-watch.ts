// Watches pictures of variants or values being set: whose picture a slot of the target shows, and that nobody's is overwritten
// unasked, unkept or twice. Reads the stores' own tables only.
import type { StoreControl } from '@cutover/sandbox-store';
import type { Prefer } from '@cutover/sync-engine';
import type { SlotRow, SlotStores } from './slot-stores.ts';
import type { VariantDeed } from './variants-scenario.ts';
import type { Watch } from './watch.ts';

export interface SlotNow {
  readonly picture: string | undefined;
  /** Undefined: it shows none. */
  readonly by: 'us' | 'others' | undefined;
}

export interface VariantsWatch extends Watch {
  /** What a slot of the target shows, and who has set it. */
  slot(id: number): SlotNow;
  /** Sets that took effect. */
  readonly effects: number;
  /** Something was changed on either store by a deed. */
  readonly edited: boolean;
  stop(): void;
  /** Nobody knows any more that we have set it: a person has said what became of the set, and not what the slot showed. */
  forget(id: number): void;
}

export interface VariantsWatched {
  readonly stores: SlotStores;
  readonly source: StoreControl;
  readonly target: StoreControl;
  readonly prefer: Prefer;
  readonly deeds: readonly VariantDeed[];
  readonly keeps: (picture: string) => boolean;
  readonly onDeed: (words: string) => void;
}

/** Slots of the target that were read, of these products or of all, and when that was begun. */
interface Read {
  readonly ids: readonly number[] | undefined;
  readonly begunAt: number;
}

const idsAsked = ({ searchParams }: URL): readonly number[] | undefined =>
  searchParams.get('id:in')?.split(',').map(Number);

export function watchVariants(watched: VariantsWatched): VariantsWatch {
  const { stores, source, target, prefer, keeps, onDeed } = watched;
  const idIn = ({ pathname }: URL): number => Number(stores.path.exec(pathname)?.[1] ?? 0);
  const complaints: string[] = [];
  const pictureOf = ({ image }: SlotRow): string | undefined =>
    image === null ? undefined : target.firstPicture(image.picture);
  const rowOf = (id: number): SlotRow | undefined => stores.rows(target).find((one) => one.id === id);
  const others = new Set(stores.rows(target).flatMap(({ id, image }) => (image === null ? [] : [id])));
  /** Of each write on its way: its slot, and what that showed before the write itself. */
  const before = new Map<object, { readonly id: number; readonly row: SlotRow | undefined }>();
  /** When somebody has last set a slot, counted in requests; and when it was last read as far as a write can know. */
  const setAt = new Map<number, number>();
  const reads: Read[] = [];
  const knownAt = new Map<object, number>();
  const begun = new Map<object, number>();
  let deeds = [...watched.deeds];
  let arrivals = 0;
  let effects = 0;
  let edited = false;
  const showsSlots = ({ pathname, searchParams }: URL): boolean =>
    pathname.startsWith('/stores/target/v3/catalog/') &&
    (searchParams.get('include') ?? '').split(',').includes(stores.include);

  function act(deed: VariantDeed): void {
    const store = deed.on === 'source' ? source : target;
    const all = stores.rows(store);
    const one = all[deed.nth % Math.max(1, all.length)];
    // A picture that the source has never shown is none to change.
    if (one === undefined || (deed.on === 'source' && one.image === null)) return;
    stores.show(store, one.id, deed.picture);
    edited = true;
    if (deed.on === 'target') {
      others.add(one.id);
      setAt.set(one.id, arrivals);
      // What somebody has set while a write was on its way is no effect of that write.
      for (const [request, { id }] of before) if (id === one.id) before.set(request, { id, row: rowOf(id) });
    }
    onDeed(JSON.stringify({ ...deed, slot: one.id }));
  }

  function slot(id: number): SlotNow {
    const row = rowOf(id);
    const picture = row === undefined ? undefined : pictureOf(row);
    return { picture, by: picture === undefined ? undefined : others.has(id) ? 'others' : 'us' };
  }

  return {
    complaints,
    slot,
    get effects() {
      return effects;
    },
    get edited() {
      return edited;
    },
    stop() {
      deeds = [];
    },
    forget: (id) => void others.add(id),
    onSent(request) {
      const { method, url } = request;
      if (method === 'GET' || method === 'HEAD') return;
      const productId = Number(/\/products\/(\d+)\//.exec(url.pathname)?.[1] ?? 0);
      const known = reads.filter(({ ids }) => ids === undefined || ids.includes(productId));
      knownAt.set(request, Math.max(-1, ...known.map(({ begunAt }) => begunAt)));
    },
    onArrival(request) {
      arrivals += 1;
      for (const deed of deeds.filter(({ afterRequests }) => afterRequests < arrivals)) act(deed);
      deeds = deeds.filter(({ afterRequests }) => afterRequests >= arrivals);
      begun.set(request, arrivals);
      const { method, url } = request;
      if (method === 'GET' || method === 'HEAD') return;
      const id = idIn(url);
      if (method !== stores.method || id === 0 || !url.pathname.startsWith('/stores/target/v3/')) {
        complaints.push(
          `a ${method} to ${url.pathname}: only pictures of the target's ${stores.kind}s are set`,
        );
        return;
      }
      const { picture, by } = slot(id);
      before.set(request, { id, row: rowOf(id) });
      // Between a look and the write that follows it, nobody can know.
      const isUnseen = (setAt.get(id) ?? -1) >= (knownAt.get(request) ?? -1);
      if (by === 'others' && prefer !== 'source' && !isUnseen)
        complaints.push(`slot ${id} shows somebody else's picture, which is overwritten unasked`);
      if (picture !== undefined && !keeps(picture) && !isUnseen)
        complaints.push(`the picture of slot ${id} is overwritten and was not kept`);
    },
    onDone(request) {
      const { method, url } = request;
      if (method === 'GET') {
        if (showsSlots(url)) reads.push({ ids: idsAsked(url), begunAt: begun.get(request) ?? 0 });
        return;
      }
      const id = idIn(url);
      if (method !== stores.method || id === 0) return;
      const [then, now] = [before.get(request)?.row, rowOf(id)];
      before.delete(request);
      if (now?.image?.file === then?.image?.file) return;
      effects += 1;
      if (now !== undefined && then !== undefined && pictureOf(now) === pictureOf(then))
        complaints.push(`slot ${id} shows the picture already that it is given once more`);
      others.delete(id);
    },
  };
}
