// Tells of a text that a store keeps otherwise than it was sent, as soon as the store's answer shows it.

import { type Action, type ImageBefore, targetImageOf, wantedBy } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { inWords } from '../found.ts';
import { howKept } from '../match/kept-text.ts';
import { findingOf } from '../rules.ts';

/** Whether the store answered with another text than it was sent. */
export function isKeptOtherwise(action: Action, shown: ImageBefore | undefined): boolean {
  const { description } = wantedBy(action);
  return (
    description !== undefined && shown !== undefined && howKept(description, shown.description) !== undefined
  );
}

/** Tells of a text that the store has just changed, where it answered with it. */
export async function tellKeptText(
  engine: Pick<Engine, 'journal' | 'emit' | 'words'>,
  run: string,
  action: Action,
  shown: ImageBefore | undefined,
): Promise<void> {
  const { subject, sku } = action;
  const { description } = wantedBy(action);
  const how = shown === undefined ? undefined : howKept(description ?? '', shown.description);
  const imageId = targetImageOf(action);
  if (description === undefined || how === undefined || imageId === undefined) return;
  const found = findingOf('text-kept-otherwise', {
    kind: subject.kind,
    target: { productId: subject.productId, imageId, ...(sku === undefined ? {} : { sku }) },
    fields: ['description'],
    says: how,
  });
  const findings = inWords(engine, [found]);
  await engine.journal.addFindings(run, findings);
  for (const finding of findings) engine.emit({ type: 'finding', run, ...finding });
}
