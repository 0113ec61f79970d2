// How much work other threads do for this process at the moment: pictures are decoded there, and no turn of the event
// loop tells of it. Native work announces itself to async_hooks as "generic" when it is queued, and again when it is back;
// what another process decodes is announced by image-content.
import { createHook } from 'node:async_hooks';

const underWay = new Set<number>();
let back = 0;

const hooks = {
  init(id: number, type: string) {
    if (type === 'generic' || type === 'PictureDecoding') underWay.add(id);
  },
  before(id: number) {
    if (underWay.delete(id)) back += 1;
  },
  // Promises are not work, and there are a thousand of them to each picture.
  trackPromises: false,
};
createHook(hooks).enable();

export const offThread = {
  /** Works that are queued or under way. */
  get underWay(): number {
    return underWay.size;
  },
  /** Works that have come back so far. */
  get back(): number {
    return back;
  },
};
