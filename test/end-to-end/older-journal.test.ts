// A migration that an earlier version has begun, and that ended in its middle: the journal it left (`older/`, written by
// that version, which was killed) is opened by this one, brought up to date, and its run is continued on the stores as they were
// at that moment. Those of schema 12 and after are from `older/make.ts`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { StoreControl } from '@cutover/sandbox-store';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Variables } from '../support/binary.ts';
import { inPlace, type Place, together } from '../support/place.ts';
import { told } from '../support/watched.ts';
import { shownBy } from '../support/world.ts';

/** What an earlier version has left, how it was asked for, and what its run comes to. */
interface Older {
  readonly schema: number;
  readonly run: string;
  readonly args: string;
  readonly variables?: Variables;
  readonly ends: {
    readonly exitCode: number;
    readonly created: number;
    readonly set: number;
    readonly failed: number;
    readonly renditions?: number;
  };
}

const ofAllKinds = {
  args: 'migrate --yes --allow-renditions',
  ends: { exitCode: 4, created: 29, set: 7, failed: 1, renditions: 1 },
};

const olders: readonly Older[] = [
  {
    schema: 7,
    run: 'r0001-qrj7',
    args: 'migrate --yes --transfer upload',
    ends: { exitCode: 0, created: 6, set: 0, failed: 0 },
  },
  // A create whose answer was lost is in doubt, and so is a copy in place of an original; and one has failed.
  { schema: 12, run: 'r0001-xkrz', ...ofAllKinds },
  // The images of several products are in doubt, which went in one request; some of them are there.
  { schema: 13, run: 'r0001-f3g8', variables: together, ...ofAllKinds },
  { schema: 14, run: 'r0001-6wjg', variables: together, ...ofAllKinds },
  { schema: 15, run: 'r0001-9t8s', variables: together, ...ofAllKinds },
  { schema: 16, run: 'r0001-6jjd', variables: together, ...ofAllKinds },
];

/** The state holds everything that the stores do. */
const stores = [
  { hash: 'source', catalog: { kind: 'products-only', products: 0 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 } },
] as const;

const unpacked = (name: string): Buffer =>
  gunzipSync(readFileSync(new URL(`older/${name}.db.gz`, import.meta.url)));

async function inOlder({ schema }: Older, test: (place: Place) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-older-'));
  const state = path.join(folder, 'stores.db');
  writeFileSync(state, unpacked(`schema-${schema}-stores`));
  try {
    await inPlace({ stores, state }, async (place) => {
      writeFileSync(place.at('cutover.db'), unpacked(`schema-${schema}-half-done`));
      movedTo(place);
      await test(place);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The stores listen on another port in each test; the addresses that the journal holds follow them. */
function movedTo(place: Place): void {
  const journal = new Database(place.at('cutover.db'));
  const then = '127.0.0.1:38891';
  const now = new URL(place.sandbox.origin).host;
  const columns = journal.prepare<[], { table: string; column: string }>(
    `select t.name as "table", c.name as "column" from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table'`,
  );
  for (const { table, column } of columns.all())
    journal
      .prepare(`update "${table}" set "${column}" = replace("${column}", ?, ?) where instr("${column}", ?)`)
      .run(then, now, then);
  journal.close();
}

function schemaOf(place: Place): unknown {
  const journal = new Database(place.at('cutover.db'), { readonly: true });
  const version = journal.pragma('user_version', { simple: true });
  journal.close();
  return version;
}

/** Which images the source lacks: they were on the target before anything was moved. */
const isOwn = ({ description }: { readonly description: string }): boolean => description === 'its own';

/** What was moved: images of products in their order, and what variants and values show. */
async function moved(store: StoreControl): Promise<unknown> {
  const images = Object.entries(await shownBy(store, 'order')).map(([sku, shown]) => [
    sku,
    shown.flatMap((image) => (isOwn(image) ? [] : [`${image.picture} ${image.description}`])),
  ]);
  const variants = store.variants().map(async ({ sku, id }) => [sku, await store.variantPicture(id)]);
  const values = store.values().map(async ({ label, id }) => [label, await store.valuePicture(id)]);
  return [
    images.filter(([, shown]) => shown?.length !== 0),
    await Promise.all(variants),
    await Promise.all(values),
  ];
}

const idsIn = (store: StoreControl): number[] => store.images().map(({ id }) => id);

it.each(olders)('a half-done migration of schema $schema is continued, and taken back', async (older) => {
  const { schema, run, args, variables = {}, ends } = older;
  await inOlder(older, async (place) => {
    const { source, target } = place;
    const arrived = idsIn(target);
    const own = target.images().filter(isOwn);
    const count = source.images().length;
    expect(schemaOf(place)).toBe(schema);

    const ended = await told(place, args, { variables });
    expect(ended.result, ended.stderr).toMatchObject({ run, ...ends, remaining: 0, inDoubt: 0 });
    expect(ended.lines.find(({ type }) => type === 'run')).toMatchObject({ run, resumed: true });
    expect(schemaOf(place)).toBeGreaterThan(schema);
    expect(idsIn(target)).toEqual(expect.arrayContaining(arrived));
    expect(idsIn(target).length).toBe(own.length + count - ends.failed);

    // What had failed is found by its code, and what went as a copy gives way to the original, as soon as they are back.
    for (const { id } of source.images()) source.updateImage(id, { damage: {} });
    const byRun = idsIn(target);
    const retry = 'retry --failed --reason original-unreachable --yes';
    expect((await told(place, retry, { variables })).result).toMatchObject({
      exitCode: 0,
      created: ends.failed,
      failed: 0,
    });
    const { renditions = 0 } = ends;
    expect((await told(place, args, { variables })).result).toMatchObject({
      exitCode: 0,
      created: renditions,
      removed: renditions,
      updated: 0,
      set: 0,
    });
    expect(await moved(target)).toEqual(await moved(source));
    const later = idsIn(target).filter((id) => !byRun.includes(id));

    // Slots cannot be emptied, and a copy that went since is not there to be removed.
    const reverted = await told(place, `revert ${run} --yes --confirm target`);
    expect(reverted.result, reverted.stderr).toMatchObject({
      exitCode: ends.set === 0 ? 0 : 4,
      removed: ends.created - renditions,
      left: ends.set + renditions,
      failed: 0,
    });
    expect(idsIn(target)).toEqual([...own.map(({ id }) => id), ...later].toSorted((a, b) => a - b));
  });
});
