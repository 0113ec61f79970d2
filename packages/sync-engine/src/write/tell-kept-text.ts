// Tells of a text that a store keeps otherwise than it was sent, as soon as the store's answer shows it.

import type { Action, ImageBefore } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { inWords } from '../found.ts';
import { howKept } from '../match/kept-text.ts';
import { findingOf } from '../rules.ts';

/** Tells of a text that the store has just changed, where it answered with it. */
export async function tellKeptText(
  engine: Pick<Engine, 'journal' | 'emit' | 'words'>,
  run: string,
  { of, wanted, targetProductId, targetImageId, resultImageId, sku }: Action,
  shown: ImageBefore | undefined,
): Promise<void> {
  const how = shown === undefined ? undefined : howKept(wanted.description ?? '', shown.description);
  const imageId = resultImageId ?? targetImageId;
  if (wanted.description === undefined || how === undefined || imageId === undefined) return;
  const found = findingOf('text-kept-otherwise', {
    kind: of,
    target: { productId: targetProductId, imageId, ...(sku === undefined ? {} : { sku }) },
    fields: ['description'],
    says: how,
  });
  const findings = inWords(engine, [found]);
  await engine.journal.addFindings(run, findings);
  for (const finding of findings) engine.emit({ type: 'finding', run, ...finding });
}
