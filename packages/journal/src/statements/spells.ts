// How a run went by. Invariant: what is read is believed only as far as it can be shown: times that are times, short words,
// and no more rows than are ever written.
import * as z from 'zod';
import type { Spell } from '../journal.ts';
import { query, type Statements } from '../schema/statements.ts';
import type { SpellsTable } from '../schema/tables.ts';
import { damaged } from './json-column.ts';

/** More than are ever written. */
const spellsMax = 2_000;

const word = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u);
const count = z.int().min(0);
const row = z.object({
  run: z.string(),
  number: count,
  is: z.enum(['sitting', 'wait', 'pace']),
  word,
  store: word,
  began_at: z.iso.datetime(),
  ended_at: z.iso.datetime(),
  times: count,
  ms: count,
  images: count,
}) satisfies z.ZodType<SpellsTable>;

export function createSpells({ prepare }: Statements) {
  const save = prepare((p: SpellsTable) =>
    query
      .insertInto('spells')
      .values({
        run: p.run,
        number: p.number,
        is: p.is,
        word: p.word,
        store: p.store,
        began_at: p.began_at,
        ended_at: p.ended_at,
        times: p.times,
        ms: p.ms,
        images: p.images,
      })
      .onConflict((conflict) =>
        conflict.columns(['run', 'number']).doUpdateSet({
          word: p.word,
          began_at: p.began_at,
          ended_at: p.ended_at,
          times: p.times,
          ms: p.ms,
          images: p.images,
        }),
      ),
  );
  const drop = prepare((p: { run: string; number: number }) =>
    query.deleteFrom('spells').where('run', '=', p.run).where('number', '=', p.number),
  );
  const ofRun = prepare((p: { run: string; limit: number }) =>
    query
      .selectFrom('spells')
      .selectAll()
      .where('run', '=', p.run)
      .orderBy('began_at')
      .orderBy('number')
      .limit(p.limit),
  );
  return {
    save(run: string, spells: readonly Spell[], gone: readonly number[]): void {
      for (const number of gone) drop.run({ run, number });
      for (const { from, to, ...spell } of spells) save.run({ run, ...spell, began_at: from, ended_at: to });
    },
    of: (run: string): Spell[] => ofRun.all({ run, limit: spellsMax }).map(toSpell),
  };
}

function toSpell(read: SpellsTable): Spell {
  const believed = row.safeParse(read);
  if (!believed.success) throw damaged(believed.error);
  const { run: _, began_at: from, ended_at: to, ...spell } = believed.data;
  return { ...spell, from, to };
}
