// What the runs that write have seen and done, product by product: for taking a run back, and for telling what somebody
// else has changed since. A sighting "before" is the first one of a run; one "after" is the newest.
import { sql } from 'kysely';
import { toAction } from './actions.ts';
import type { Action, Journal, SeenImage } from './journal.ts';
import { seenColumn } from './json-column.ts';
import { listed, query, type Statements } from './statements.ts';
import type { SightingsTable } from './tables.ts';

type Moment = Parameters<Journal['saveSighting']>[1];

/** Took effect, and not by somebody else's hand. */
const isOurs = sql<boolean>`attempts.outcome in ('answered', 'found')`;

export function createSightings({ prepare }: Statements) {
  const insert = prepare((p: SightingsTable) =>
    query
      .insertInto('sightings')
      .values({
        run: p.run,
        moment: p.moment,
        target_product_id: p.target_product_id,
        images: p.images,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const replace = prepare((p: SightingsTable) =>
    query
      .updateTable('sightings')
      .set({ images: p.images })
      .where('run', '=', p.run)
      .where('moment', '=', p.moment)
      .where('target_product_id', '=', p.target_product_id),
  );
  const ofRun = prepare((p: { run: string; moment: Moment; productIds: string }) =>
    query
      .selectFrom('sightings')
      .select(['target_product_id', 'images'])
      .where('run', '=', p.run)
      .where('moment', '=', p.moment)
      .where('target_product_id', 'in', listed<number>(p.productIds)),
  );
  const newestFirst = prepare((p: { source: string; target: string; productIds: string }) =>
    query
      .selectFrom('sightings')
      .innerJoin('runs', 'runs.run', 'sightings.run')
      .select(['sightings.run', 'moment', 'target_product_id', 'images'])
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where('source', '=', p.source)
      .where('target', '=', p.target)
      .orderBy('number', 'desc'),
  );
  const sightedProducts = prepare((p: { run: string; after: number; limit: number }) =>
    query
      .selectFrom('sightings')
      .select('target_product_id')
      .where('run', '=', p.run)
      .where('moment', '=', 'before')
      .where('target_product_id', '>', p.after)
      .orderBy('target_product_id')
      .limit(p.limit),
  );
  const writtenProducts = prepare((p: { run: string; after: number; limit: number }) =>
    query
      .selectFrom('attempts')
      .innerJoin('actions', 'actions.action', 'attempts.action')
      .select('target_product_id')
      .distinct()
      .where('attempts.run', '=', p.run)
      .where('status', '=', 'applied')
      .where(isOurs)
      .where('target_product_id', '>', p.after)
      .orderBy('target_product_id')
      .limit(p.limit),
  );
  const writes = prepare((p: { run: string; productIds: string }) =>
    query
      .selectFrom('attempts')
      .innerJoin('actions', 'actions.action', 'attempts.action')
      .selectAll('actions')
      .where('attempts.run', '=', p.run)
      .where('status', '=', 'applied')
      .where(isOurs)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .orderBy('attempts.attempt'),
  );

  const putBack = prepare((p: { run: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .innerJoin('runs', 'runs.run', 'actions.plan_run')
      .select(['target_image_id', 'result_image_id'])
      .where('reverts_run', '=', p.run)
      .where('kind', '=', 'create')
      .where('status', '=', 'applied')
      .where(
        sql<boolean>`not exists (select 1 from actions gone where gone.target = actions.target
          and gone.target_product_id = actions.target_product_id
          and gone.kind = 'remove' and gone.status = 'applied' and gone.target_image_id = actions.result_image_id)`,
      )
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .orderBy('result_image_id'),
  );

  return {
    save(run: string, moment: Moment, productId: number, images: readonly SeenImage[]): void {
      const row = { run, moment, target_product_id: productId, images: JSON.stringify(images) };
      if (insert.run(row) === 0 && moment === 'after') replace.run(row);
    },
    ofRun: (run: string, moment: Moment, productIds: readonly number[]): Map<number, SeenImage[]> =>
      new Map(
        ofRun
          .all({ run, moment, productIds: JSON.stringify(productIds) })
          .map((row) => [row.target_product_id, seenColumn(row.images)]),
      ),
    last(
      source: string,
      target: string,
      productIds: readonly number[],
      but?: string,
    ): Map<number, SeenImage[]> {
      const newest = new Map<number, string>();
      const seen = new Map<number, SeenImage[]>();
      for (const row of newestFirst.all({ source, target, productIds: JSON.stringify(productIds) })) {
        if (row.run === but) continue;
        const productId = row.target_product_id;
        if (!newest.has(productId)) newest.set(productId, row.run);
        if (newest.get(productId) === row.run && row.moment === 'after')
          seen.set(productId, seenColumn(row.images));
      }
      return seen;
    },
    sightedProducts: (run: string, after: number, limit: number): number[] =>
      sightedProducts.all({ run, after, limit }).map((row) => row.target_product_id),
    writtenProducts: (run: string, after: number, limit: number): number[] =>
      writtenProducts.all({ run, after, limit }).map((row) => row.target_product_id),
    putBack: (run: string, productIds: readonly number[]): Map<number, number> =>
      new Map(
        putBack
          .all({ run, productIds: JSON.stringify(productIds) })
          .flatMap(({ target_image_id: was, result_image_id: is }) =>
            was === null || is === null ? [] : [[was, is] as const],
          ),
      ),
    writesOf(run: string, productIds: readonly number[]): Map<number, Action[]> {
      const found = new Map<number, Action[]>(productIds.map((productId) => [productId, []]));
      for (const row of writes.all({ run, productIds: JSON.stringify(productIds) })) {
        found.get(row.target_product_id)?.push(toAction(row));
      }
      return found;
    },
  };
}
