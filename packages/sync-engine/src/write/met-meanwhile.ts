// What a look before a write, or the sweep after the last one, finds and the plan did not know: an edit that nobody has
// decided about, a picture that could not be compared. Invariant: it is reported and counted once, whichever look found it.

import { type ImageRef, type PairJournal, targetImageOf, targetSlotOf } from '@cutover/journal';
import { type Found, inWords } from '../found.ts';
import type { Conflict, Looked } from '../plan/looked.ts';
import { findingOf } from '../rules.ts';
import { findingsOf } from '../runs/findings-of.ts';
import { idsOfSlot, keyOfSlot, kindOfSlot, slotOfRef } from '../slots.ts';
import type { Plans } from './goal.ts';

/** The sign with which an image that is left alone is reported, and the name under which it is counted. */
const tellings = {
  'edited-on-target': { sign: '~', counts: 'conflictsMet' },
  'picture-unchecked': { sign: '!', counts: 'uncheckedMet' },
} as const;
type Told = keyof typeof tellings;
const isTold = (rule: string | undefined): rule is Told => Object.hasOwn(tellings, rule ?? '');

/** Reports and counts, once, what is left alone and was not known when the plan was made. */
export async function tellMetMeanwhile(
  { engine, run, planRun }: Plans,
  { productId, images, slots = [] }: Looked,
  leftAlone: readonly Conflict[],
  picturesTold: () => Set<string>,
): Promise<void> {
  if (!leftAlone.some(({ code }) => isTold(code))) return;
  const { journal } = engine;
  const told = picturesTold();
  const made = new Set<number>();
  for (const action of journal.actionsOf(planRun, [productId]).get(productId) ?? []) {
    const imageId = targetImageOf(action);
    if (action.status === 'failed')
      told.add(keyOf({ productId, imageId, ...idsOfSlot(targetSlotOf(action)) }));
    if (action.verb === 'create' && action.resultImageId !== undefined) made.add(action.resultImageId);
  }
  const there = new Set([
    ...images.map(({ imageId }) => keyOf({ productId, imageId })),
    ...slots.map(({ slot }) => keyOf({ productId, ...idsOfSlot(slot) })),
  ]);
  const findings = leftAlone.flatMap(
    ({ code, says, targetImageId: imageId, targetSlot, byChoice }): (Found & { rule: Told })[] => {
      const ref = { productId, ...(imageId === undefined ? {} : { imageId }), ...idsOfSlot(targetSlot) };
      return !isTold(code) ||
        !there.has(keyOf(ref)) ||
        told.has(keyOf(ref)) ||
        // Nobody has edited what we have just made; the choice is reported for the images that were there.
        (byChoice === true && made.has(imageId ?? 0))
        ? []
        : [
            {
              ...findingOf(code, {
                sign: tellings[code].sign,
                target: ref,
                ...(targetSlot === undefined ? {} : { kind: kindOfSlot(targetSlot) }),
                says,
              }),
              rule: code,
            },
          ];
    },
  );
  if (findings.length === 0) return;
  const counts: Record<string, number> = {};
  for (const { rule, target } of findings) {
    if (target !== undefined) told.add(keyOf(target));
    counts[tellings[rule].counts] = (counts[tellings[rule].counts] ?? 0) + 1;
  }
  const worded = inWords(engine, findings);
  await Promise.all([journal.addFindings(run.id, worded), journal.addCounts(run.id, counts)]);
  for (const finding of worded) engine.emit({ type: 'finding', run: run.id, ...finding });
}

/** Read when it is first asked for, and once: a plan may hold a million findings. */
export function picturesToldBy({ engine: { journal }, run, planRun }: Plans): () => Set<string> {
  let told: Set<string> | undefined;
  return () =>
    (told ??= new Set([...new Set([planRun, run.id])].flatMap((name) => picturesTold(journal, name))));
}

function picturesTold(journal: PairJournal, run: string): string[] {
  const told: string[] = [];
  for (const { rule, target } of findingsOf(journal, run))
    if (isTold(rule) && target !== undefined) told.push(keyOf(target));
  return told;
}

/** Ids of images are a store's own, those of slots as well. */
function keyOf(ref: ImageRef): string {
  const slot = slotOfRef(ref);
  return slot === undefined ? `${ref.imageId ?? 0}` : keyOfSlot(slot);
}
