import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Journal } from '../journal.ts';
import { createJournal } from '../open-journal.ts';
import { createStatements, listed, query } from './statements.ts';
import { upgrades } from './upgrades.ts';

function tables(said: (text: string) => void = () => undefined): Database.Database {
  const database = new Database(':memory:', { verbose: (text) => said(String(text)) });
  for (const statement of upgrades.flatMap((step) => step())) database.exec(statement.compile().sql);
  return database;
}

describe('a prepared statement', () => {
  it('binds its arguments by name, beside constants, in whatever order and however often they are used', () => {
    const { prepare } = createStatements(tables());
    const statement = prepare((p: { word: string; number: number; ids: string }) =>
      query.selectNoFrom([
        sql<number>`${p.number}`.as('number'),
        sql<string>`${p.word}`.as('word'),
        sql<number>`${p.number} + 1`.as('next'),
        sql<string>`${'constant'}`.as('constant'),
        sql<number>`8 in ${listed<number>(p.ids)}`.as('listed'),
      ]),
    );
    expect([
      statement.get({ word: 'a', number: 7, ids: '[7,8]' }),
      statement.get({ ids: '[]', number: 1, word: "b'" }),
    ]).toEqual([
      { number: 7, word: 'a', next: 8, constant: 'constant', listed: 1 },
      { number: 1, word: "b'", next: 2, constant: 'constant', listed: 0 },
    ]);
  });

  // Beside a bare `?` SQLite plans a statement again for each value, and a word that is bound leads it to no partial index.
  it('holds its own words, and arguments that SQLite does not look at when it plans', () => {
    const said: string[] = [];
    const { prepare } = createStatements(tables((text) => said.push(text)));
    const types = ['a', '7', 7.5, null].map((value) =>
      prepare((p: { value: string | number | null }) =>
        query.selectNoFrom([
          sql<string>`typeof(${p.value})`.as('type'),
          sql<string>`${"it's"}`.as('word'),
          sql<number>`${5}`.as('number'),
        ]),
      ).get({ value }),
    );
    expect(types).toEqual(
      ['text', 'text', 'real', 'null'].map((type) => ({ type, word: "it's", number: 5 })),
    );
    expect(said.slice(-4)).toEqual(
      ["'a'", "'7'", '7.5', 'NULL'].map(
        (value) => `select typeof(+${value}) as "type", 'it''s' as "word", 5 as "number"`,
      ),
    );
  });

  it('counts the rows that it changed, and refuses what SQLite cannot hold', () => {
    const statements = createStatements(tables());
    const insert = statements.prepare((p: { id: string }) =>
      query.insertInto('journal').values({ only: 1, id: p.id, seq: 0, dirty: 0, runs_numbered: 0 }),
    );
    expect(insert.run({ id: 'x' })).toBe(1);
    expect(statements.rowsChanged).toBe(1);
    // What a caller without types could pass.
    const untyped: { id: string } = JSON.parse('{}');
    expect(() => insert.run(untyped)).toThrow('given a undefined');
  });
});

describe('a statement for rows', () => {
  interface Row {
    readonly run: string;
    readonly number: number;
  }
  const numbersOf = (length: number): readonly Row[] =>
    Array.from({ length }, (_, number) => ({ number, run: `run ${number} of s3cret` }));

  it.each([0, 1, 3, 4, 31, 32, 33, 70])('takes %i of them, each once and in their order', (length) => {
    const said: string[] = [];
    const database = tables((text) => said.push(text));
    database.exec('create table seen (number integer, run text)');
    database.exec(
      'create trigger s after insert on spells begin insert into seen values (new.number, new.run); end',
    );
    said.length = 0;
    const statements = createStatements(database, { secrets: ['s3cret'] });
    const { run } = statements.prepareRows((rows: readonly Row[]) =>
      query.insertInto('spells').values(
        rows.map((p) => ({
          run: p.run,
          number: p.number,
          is: 'wait' as const,
          word: '',
          store: '',
          began_at: '',
          ended_at: '',
          times: 1,
          ms: 0,
          images: 0,
        })),
      ),
    );
    database.pragma('foreign_keys = off');
    const rows = numbersOf(length);
    expect([run(rows), statements.rowsChanged]).toEqual([length, length]);
    expect(database.prepare('select number, run from seen order by rowid').all()).toEqual(
      rows.map(({ number }) => ({ number, run: `run ${number} of [redacted]` })),
    );
    const [many, some, one] = [Math.floor(length / 32), Math.floor((length % 32) / 4), length % 4];
    expect(said.filter((text) => text.startsWith('insert into "spells"')).length).toBe(many + some + one);
    database.close();
  });

  it('refuses what SQLite cannot hold', () => {
    const { run } = createStatements(tables()).prepareRows((rows: readonly { id: string }[]) =>
      query
        .insertInto('journal')
        .values(rows.map((p) => ({ only: 1 as const, id: p.id, seq: 0, dirty: 0, runs_numbered: 0 }))),
    );
    const untyped: { id: string } = JSON.parse('{}');
    expect(() => run([untyped])).toThrow('given a undefined');
  });
});

describe('what is asked while a run is under way', () => {
  const questions: readonly (readonly [string, string, (journal: Journal) => unknown])[] = [
    ['pendingProducts', 'actions_pending', (journal) => journal.pendingProducts('r', 0, 9)],
    [
      'pendingOf',
      'actions_pending (plan_run=? AND target_product_id=?)',
      (journal) => journal.pendingOf('r', [1, 2]),
    ],
    ['touchedProducts', 'actions_product', (journal) => journal.touchedProducts('r', 0, 9)],
    [
      'actionsOf',
      'actions_product (plan_run=? AND target_product_id=?)',
      (journal) => journal.actionsOf('r', [1, 2]),
    ],
    [
      'actions',
      'sqlite_autoindex_actions_1 (action>? AND action<?)',
      (journal) => journal.actions('r', { limit: 9 }),
    ],
    ['doubts', 'actions_doubt', (journal) => journal.doubts({ source: 's', target: 't' })],
    [
      'doubtsOf',
      'actions_doubt (source=? AND target=? AND target_product_id=?)',
      (journal) => journal.doubtsOf({ source: 's', target: 't' }, [1, 2]),
    ],
    ['openAttempt', 'attempts_open', (journal) => journal.openAttempt('a')],
    ['claimed', 'actions_claimed', (journal) => journal.claimed('t', 1)],
    ['links', 'actions_claimed', (journal) => journal.links({ source: 's', target: 't' }, [1])],
    [
      'links, then the updates',
      'actions_updated',
      (journal) => journal.links({ source: 's', target: 't' }, [1]),
    ],
    ['lastSent', 'actions_claimed', (journal) => journal.lastSent('t', [1])],
    [
      'links, without what is removed',
      'actions_removed',
      (journal) => journal.links({ source: 's', target: 't' }, [1]),
    ],
    [
      'sightings',
      'sqlite_autoindex_sightings_1 (run=? AND moment=?',
      (journal) => journal.sightings('r', 'after', [1]),
    ],
    [
      'replacementsOpen',
      'actions_replacing',
      (journal) => journal.replacementsOpen({ source: 's', target: 't' }, [1]),
    ],
    [
      'lastSightings',
      'sightings_product',
      (journal) => journal.lastSightings({ source: 's', target: 't' }, [1]),
    ],
    [
      'sightedProducts',
      'COVERING INDEX sqlite_autoindex_sightings_1 (run=? AND moment=?',
      (journal) => journal.sightedProducts('r', 0, 9),
    ],
    ['writtenProducts', 'actions_product', (journal) => journal.writtenProducts('r', 0, 9)],
    [
      'writesOf',
      'actions_product (plan_run=? AND target_product_id=?)',
      (journal) => journal.writesOf('r', [1, 2]),
    ],
    ['failures', 'PRIMARY KEY (plan_run=? AND status=?)', (journal) => journal.failures('r')],
    [
      'failures, then the first of each code',
      'COVERING INDEX actions_failed (plan_run=? AND failure_code=?)',
      (journal) => journal.failures('r'),
    ],
    ['failures of a reason', 'actions_failed (plan_run=?)', (journal) => journal.failures('r', 'x')],
    [
      'actionCounts',
      'actions_counted USING PRIMARY KEY (plan_run=?)',
      (journal) => journal.actionCounts('r'),
    ],
    ['renditionCount', 'actions_rendered (plan_run=?)', (journal) => journal.renditionCount('r')],
    ['productsByKey', 'snapshot_products_match', (journal) => journal.productsByKey(1, ['k'])],
    ['productsBySku', 'snapshot_products_sku', (journal) => journal.productsBySku(1, 'k')],
    ['productsOf', 'PRIMARY KEY (snapshot=? AND product_id=?)', (journal) => journal.productsOf(1, [1, 2])],
    ['images', 'PRIMARY KEY (snapshot=? AND product_id=?)', (journal) => journal.images(1, [1, 2])],
    ['findings', 'findings_run', (journal) => journal.findings('r', 7, 9)],
    ['openFindings', 'findings_run', (journal) => journal.openFindings('r')],
    ['sharedPictures', 'pictures_digest', (journal) => journal.sharedPictures('r', 'source', 9)],
    ['picturesLike', 'pictures_digest', (journal) => journal.picturesLike('r', 'source', 'd', 0, 9)],
    ['unfinished', 'runs_pair', (journal) => journal.unfinished('diff', { source: 's', target: 't' })],
  ];

  it.each(questions)('%s is answered from the index %s', (_, index, ask) => {
    const said: string[] = [];
    const database = tables((text) => said.push(text));
    const journal = createJournal(database, ':memory:', {
      now: () => 0,
      random: () => 0,
      secrets: [],
      gatherMs: 0,
    });
    said.length = 0;
    ask(journal);
    const plan = said.flatMap((asked) =>
      database.prepare<[], { detail: string }>(`explain query plan ${asked}`).all(),
    );
    const steps = plan
      .map(({ detail }) => detail)
      // Lists of the statement itself.
      .filter((detail) => /^(?:SEARCH|SCAN) (?!json_each|CONSTANT ROW)/.test(detail));
    expect(steps.some((detail) => detail.includes(index))).toBe(true);
    expect(steps.filter((detail) => detail.startsWith('SCAN'))).toEqual([]);
    database.close();
  });
});
