// What earlier writes of a pair have made: which source image became which target image, what was last written to it, and
// which target images belong to an action at all. Questions only.
import { sql } from 'kysely';
import type { Link, Replacement, WantedFields } from '../journal.ts';
import { listed, query, type Statements } from '../schema/statements.ts';
import { handedOverIn } from './actions.ts';
import { beforeColumn, damaged, wantedColumn, wantedNames } from './json-column.ts';

// Said in the words of the partial indexes, which SQLite uses for nothing else (see first-schema.ts).
const isClaiming = sql<boolean>`result_image_id is not null`;
const isAppliedUpdate = sql<boolean>`kind = 'update' and status = 'applied'`;
const isReplacing = sql<boolean>`kind = 'remove' and replaces = 1`;
const isAppliedRemoval = sql<boolean>`kind = 'remove' and status = 'applied'`;

function asRendition(text: string | null): Pick<Link, 'rendition'> {
  const handedOver = handedOverIn(text);
  return handedOver?.is === 'rendition' ? { rendition: handedOver } : {};
}

export function createLinks({ prepare }: Statements) {
  const creates = prepare((p: { source: string; target: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .select([
        'source_product_id',
        'source_image_id',
        'target_product_id',
        'result_image_id',
        'source_file',
        'plan_run',
        'wanted',
        'handed_over',
      ])
      .where('target', '=', p.target)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where(isClaiming)
      .where('source', '=', p.source)
      .orderBy('target_product_id')
      .orderBy('result_image_id'),
  );
  // In the order in which they were sent, whichever run planned them.
  const updates = prepare((p: { target: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .innerJoin('attempts', (join) =>
        join
          .onRef('attempts.action', '=', 'actions.action')
          .onRef('attempts.number', '=', 'actions.attempts'),
      )
      .select(['actions.target_image_id', 'actions.wanted', 'actions.shown'])
      .where('target', '=', p.target)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where(isAppliedUpdate)
      .orderBy('attempts.attempt'),
  );
  const made = prepare((p: { target: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .select(['result_image_id', 'wanted', 'shown'])
      .where('target', '=', p.target)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where(isClaiming)
      // The order leads SQLite to the index of products; it would read every claim of the store otherwise.
      .orderBy('target_product_id'),
  );
  const putBack = prepare((p: { target: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .select(['target_image_id', 'result_image_id'])
      .where('target', '=', p.target)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where(isClaiming)
      .where('archive', 'is not', null)
      .orderBy('target_product_id')
      .orderBy('result_image_id'),
  );
  const removed = prepare((p: { target: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .select('target_image_id')
      .where('target', '=', p.target)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where(isAppliedRemoval),
  );
  const replacing = prepare((p: { source: string; target: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .select(['target_image_id', 'source_image_id'])
      .where('target', '=', p.target)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where(isReplacing)
      .where('source', '=', p.source)
      // What was planned and never begun, or declined, replaces nothing.
      .where((e) =>
        e.exists(
          e
            .selectFrom('actions as made')
            .select('made.action')
            .whereRef('made.plan_run', '=', 'actions.plan_run')
            .whereRef('made.target_product_id', '=', 'actions.target_product_id')
            .whereRef('made.source_image_id', '=', 'actions.source_image_id')
            .where('made.kind', '=', 'create')
            .where('made.status', '=', 'applied'),
        ),
      ),
  );
  // One for each partial index: asked of all of them at once, SQLite would read the whole table.
  const anyOf = [isClaiming, isAppliedUpdate, isReplacing, isAppliedRemoval].map((isOne) =>
    prepare((p: { target: string }) =>
      query.selectFrom('actions').select('target').where('target', '=', p.target).where(isOne).limit(1),
    ),
  );
  const claimed = prepare((p: { target: string; productId: number }) =>
    query
      .selectFrom('actions')
      .select('result_image_id')
      .where('target', '=', p.target)
      .where('target_product_id', '=', p.productId)
      .where(isClaiming),
  );

  function writtenTo(target: string, ids: string): Map<number, WantedFields> {
    const written = new Map<number, WantedFields>();
    for (const { target_image_id: image, wanted } of updates.all({ target, productIds: ids })) {
      if (image !== null) written.set(image, { ...written.get(image), ...wantedColumn(wanted) });
    }
    return written;
  }

  const goneFrom = (target: string, ids: string): Set<number> =>
    new Set(removed.all({ target, productIds: ids }).flatMap((row) => row.target_image_id ?? []));

  return {
    hasAny: (target: string): boolean => anyOf.some((one) => one.get({ target }) !== undefined),
    removed: (target: string, productIds: readonly number[]): Set<number> =>
      goneFrom(target, JSON.stringify(productIds)),
    lastSent(target: string, productIds: readonly number[]): Map<number, WantedFields> {
      const ids = JSON.stringify(productIds);
      const sent = new Map<number, WantedFields>();
      for (const { result_image_id: image, wanted } of made.all({ target, productIds: ids })) {
        if (image !== null) sent.set(image, wantedColumn(wanted));
      }
      for (const [image, wanted] of writtenTo(target, ids))
        sent.set(image, { ...sent.get(image), ...wanted });
      return sent;
    },
    lastShown(target: string, productIds: readonly number[]): Map<number, WantedFields> {
      const ids = JSON.stringify(productIds);
      const answered = new Map<number, WantedFields>();
      const note = (image: number | null, wanted: string, shown: string | null): void => {
        if (image === null) return;
        const sent = wantedColumn(wanted);
        const now = shown === null ? undefined : beforeColumn(shown);
        // What was sent and not answered overtakes what was answered earlier.
        const before = answered.get(image) ?? {};
        const known = wantedNames.flatMap((field) => {
          const value = (sent[field] === undefined ? before : now)?.[field];
          return value === undefined ? [] : [[field, value] as const];
        });
        answered.set(image, Object.fromEntries(known));
      };
      for (const row of made.all({ target, productIds: ids }))
        note(row.result_image_id, row.wanted, row.shown);
      for (const row of updates.all({ target, productIds: ids }))
        note(row.target_image_id, row.wanted, row.shown);
      return answered;
    },
    links(source: string, target: string, productIds: readonly number[]): Link[] {
      const ids = JSON.stringify(productIds);
      const ours = creates.all({ source, target, productIds: ids });
      const gone = goneFrom(target, ids);
      const written = writtenTo(target, ids);
      const restored = new Map(
        putBack.all({ target, productIds: ids }).map((row) => [row.target_image_id, row.result_image_id]),
      );
      /** What we have removed is another image now where a revert has put it back, and none where not. */
      const standing = (imageId: number | null): number | null => {
        let current = imageId;
        const seen = new Set<number>();
        while (current !== null && gone.has(current)) {
          // Each put-back is a new image, so a way that comes back to where it began was not written by us.
          if (seen.has(current)) throw damaged();
          seen.add(current);
          current = restored.get(current) ?? null;
        }
        return current;
      };
      return ours.flatMap((row) => {
        const targetImageId = standing(row.result_image_id);
        return row.source_product_id === null || row.source_image_id === null || targetImageId === null
          ? []
          : {
              sourceProductId: row.source_product_id,
              sourceImageId: row.source_image_id,
              targetProductId: row.target_product_id,
              targetImageId,
              sourceFile: row.source_file ?? '',
              planRun: row.plan_run,
              wanted: { ...wantedColumn(row.wanted), ...written.get(targetImageId) },
              ...asRendition(row.handed_over),
            };
      });
    },
    replacementsOpen(source: string, target: string, productIds: readonly number[]): Replacement[] {
      const ids = JSON.stringify(productIds);
      const gone = goneFrom(target, ids);
      return replacing
        .all({ source, target, productIds: ids })
        .flatMap(({ target_image_id: targetImageId, source_image_id: sourceImageId }) =>
          targetImageId === null || sourceImageId === null || gone.has(targetImageId)
            ? []
            : { targetImageId, sourceImageId },
        );
    },
    claimed: (target: string, productId: number): Set<number> =>
      new Set(claimed.all({ target, productId }).flatMap((row) => row.result_image_id ?? [])),
  };
}
