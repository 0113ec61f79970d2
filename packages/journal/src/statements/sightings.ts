// What the runs that write have seen and done, product by product: for taking a run back, and for telling what somebody
// else has changed since. A sighting "before" is the first one of a run; one "after" is the newest. Everything a run did
// is found through its plan, whose actions lie in the order of their products.
import { sql } from 'kysely';
import type { Action, Journal, Run, SeenImage } from '../journal.ts';
import { runNumber } from '../run-name.ts';
import { listed, query, type Statements } from '../schema/statements.ts';
import type { SightingsTable } from '../schema/tables.ts';
import { toAction } from './actions.ts';
import { seenColumn } from './json-column.ts';

type Moment = Parameters<Journal['saveSighting']>[1];

/** Took effect by our hand; what is found done at a second attempt is the first one's late effect. */
const isOurs = sql<boolean>`(attempts.outcome in ('answered', 'found')
  or (attempts.outcome = 'already' and attempts.number > 1))`;

export interface RunsKnown {
  run(run: string): Run | undefined;
  runs(filter: { command: 'revert'; source: string; target: string }): Run[];
}

export function createSightings({ prepare }: Statements, known: RunsKnown) {
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
  // Without the runs: joined, SQLite would read every sighting of the pair for one product.
  const ofProducts = prepare((p: { productIds: string }) =>
    query
      .selectFrom('sightings')
      .select(['run', 'moment', 'target_product_id'])
      .where('target_product_id', 'in', listed<number>(p.productIds)),
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
  const writtenProducts = prepare((p: { planRun: string; run: string; after: number; limit: number }) =>
    query
      .selectFrom('actions')
      .select('target_product_id')
      .distinct()
      .where('plan_run', '=', p.planRun)
      .where('target_product_id', '>', p.after)
      .where('status', '=', 'applied')
      .where((e) =>
        e.exists(
          e
            .selectFrom('attempts')
            .select('attempt')
            .whereRef('attempts.action', '=', 'actions.action')
            .where('attempts.run', '=', p.run)
            .where(isOurs),
        ),
      )
      .orderBy('target_product_id')
      .limit(p.limit),
  );
  const writes = prepare((p: { planRun: string; run: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .innerJoin('attempts', 'attempts.action', 'actions.action')
      .selectAll('actions')
      .where('plan_run', '=', p.planRun)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where('status', '=', 'applied')
      .where('attempts.run', '=', p.run)
      .where(isOurs)
      .orderBy('attempts.attempt'),
  );
  const putBack = prepare((p: { planRuns: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .select(['target_image_id', 'result_image_id'])
      .where('plan_run', 'in', listed<string>(p.planRuns))
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where('kind', '=', 'create')
      .where('status', '=', 'applied')
      .orderBy('result_image_id'),
  );
  const planOf = (run: string): string => known.run(run)?.planRun ?? run;

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
    ): Map<number, SeenImage[] | undefined> {
      const rows = ofProducts.all({ productIds: JSON.stringify(productIds) });
      const numbers = new Map<string, number>();
      for (const name of new Set(rows.map((row) => row.run))) {
        const run = name === but ? undefined : known.run(name);
        if (run?.source === source && run.target === target) numbers.set(name, runNumber(name));
      }
      const newest = new Map<number, string>();
      for (const { run, target_product_id: productId } of rows) {
        const number = numbers.get(run);
        const best = newest.get(productId);
        if (number !== undefined && (best === undefined || number > (numbers.get(best) ?? 0)))
          newest.set(productId, run);
      }
      const seen = new Map<number, SeenImage[] | undefined>(
        [...newest.keys()].map((productId) => [productId, undefined]),
      );
      for (const [run, ids] of Map.groupBy(newest.keys(), (id) => newest.get(id) ?? '')) {
        const after = ofRun.all({ run, moment: 'after', productIds: JSON.stringify(ids) });
        for (const row of after) seen.set(row.target_product_id, seenColumn(row.images));
      }
      return seen;
    },
    sightedProducts: (run: string, after: number, limit: number): number[] =>
      sightedProducts.all({ run, after, limit }).map((row) => row.target_product_id),
    writtenProducts: (run: string, after: number, limit: number): number[] =>
      writtenProducts.all({ planRun: planOf(run), run, after, limit }).map((row) => row.target_product_id),
    putBack(source: string, target: string, productIds: readonly number[]): Map<number, number> {
      const reverts = known.runs({ command: 'revert', source, target }).map((one) => one.id);
      if (reverts.length === 0) return new Map();
      const rows = putBack.all({
        planRuns: JSON.stringify(reverts),
        productIds: JSON.stringify(productIds),
      });
      return new Map(
        rows.flatMap(({ target_image_id: was, result_image_id: is }) =>
          was === null || is === null ? [] : [[was, is] as const],
        ),
      );
    },
    writesOf(run: string, productIds: readonly number[]): Map<number, Action[]> {
      const found = new Map<number, Action[]>(productIds.map((productId) => [productId, []]));
      const rows = writes.all({ planRun: planOf(run), run, productIds: JSON.stringify(productIds) });
      for (const row of rows) found.get(row.target_product_id)?.push(toAction(row));
      return found;
    },
  };
}
