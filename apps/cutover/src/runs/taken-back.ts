// Whether a verify complains of what somebody has taken back on purpose: then a repair would make it again, and is not what to
// propose. Invariant: of each product the run that wrote to it last counts, and of the product those pictures alone that it wrote, so that what was migrated again is repaired as ever.
import type { Action, ImageRef, Journal, Run, Slot } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import { actionPages, findingPages } from './run-pages.ts';
import { isCarriedOut } from './work-done.ts';

/** The newest such revert that the verify has met; undefined: it complains of nothing that one took back. */
export function takenBackBefore(journal: Journal, verify: Run): Run | undefined {
  const { source, target } = verify;
  const runs = journal.runs({ source, target });
  const place = runs.findIndex(({ id }) => id === verify.id);
  const before = runs.slice(place + 1).filter((run) => isOfPlan(run) && isCarriedOut(run));
  const last = before.findLastIndex(({ command }) => command === 'revert');
  const writtenSince = new Set<number>();
  for (const run of before.slice(0, last + 1)) {
    if (run.revertsRun !== undefined && complainsOf(journal, verify, run, writtenSince)) return run;
    for (const product of productsOf(journal, run.id)) writtenSince.add(product);
  }
  return undefined;
}

function complainsOf(journal: Journal, verify: Run, revert: Run, writtenSince: ReadonlySet<number>): boolean {
  const reverted = journal.run(revert.revertsRun ?? '');
  // Taken back itself, a revert has left the target like the source.
  if (reverted === undefined || reverted.command === 'revert') return false;
  const pictures = new Set<string>();
  for (const run of [reverted, revert])
    for (const page of actionPages(journal, run))
      for (const action of page)
        if (action.status === 'applied' && !writtenSince.has(action.subject.productId))
          for (const name of picturesOf(action)) pictures.add(name);
  for (const page of findingPages(journal, verify.id))
    for (const { sign = '=', source, target } of page)
      if (
        sign !== '=' &&
        sign !== '!' &&
        (pictures.has(nameOf('target', target) ?? '') || isLacked(source, target))
      )
        return true;
  return false;

  // What is missing on the target is named by the source alone.
  function isLacked(source: ImageRef | undefined, target: ImageRef | undefined): boolean {
    return nameOf('target', target) === undefined && pictures.has(nameOf('source', source) ?? '');
  }
}

/** By which a finding would name what an action has done, or what is left where that was taken back. */
function picturesOf(action: Action): string[] {
  const from: (Omit<ImageRef, 'productId'> & { readonly slot?: Slot }) | undefined =
    'from' in action ? action.from : undefined;
  const target =
    action.verb === 'set'
      ? action.subject.slot
      : { imageId: action.verb === 'create' ? action.resultImageId : action.subject.imageId };
  return [nameOf('source', from && { imageId: from.imageId, ...from.slot }), nameOf('target', target)].filter(
    (name) => name !== undefined,
  );
}

/** A slot may show a copy of an image, and is itself what is meant then. Undefined: no picture is named. */
function nameOf(side: 'source' | 'target', ref: Omit<ImageRef, 'productId'> | undefined): string | undefined {
  const { imageId, variantId, modifierId, optionId, valueId } = ref ?? {};
  const slot = [variantId, modifierId, optionId, valueId];
  if (slot.some((id) => id !== undefined)) return `${side} slot ${slot.join(' ')}`;
  return imageId === undefined ? undefined : `${side} image ${imageId}`;
}

const pageSize = 500;

function* productsOf(journal: Journal, run: string): Generator<number> {
  for (let after = 0; ; ) {
    const page = journal.writtenProducts(run, after, pageSize);
    yield* page;
    after = page.at(-1) ?? after;
    if (page.length < pageSize) return;
  }
}
