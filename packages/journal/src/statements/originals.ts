// Where originals were found, one row an image; the latest find replaces the one before it.
import type { Original } from '../journal.ts';
import { query, type Statements } from '../schema/statements.ts';
import type { OriginalsTable } from '../schema/tables.ts';

export function createOriginals({ prepare }: Statements) {
  const save = prepare((p: OriginalsTable) => {
    const found = {
      url: p.url,
      origin: p.origin,
      content_type: p.content_type,
      content_length: p.content_length,
    };
    return query
      .insertInto('originals')
      .values({ store: p.store, image_id: p.image_id, ...found })
      .onConflict((conflict) => conflict.columns(['store', 'image_id']).doUpdateSet(found));
  });
  const find = prepare((p: { store: string; imageId: number }) =>
    query.selectFrom('originals').selectAll().where('store', '=', p.store).where('image_id', '=', p.imageId),
  );
  return {
    save(original: Original): void {
      save.run({
        store: original.store,
        image_id: original.imageId,
        url: original.url,
        origin: original.origin,
        content_type: original.contentType,
        content_length: original.contentLength ?? null,
      });
    },
    find(store: string, imageId: number): Original | undefined {
      const row = find.get({ store, imageId });
      if (row === undefined) return undefined;
      return {
        store: row.store,
        imageId: row.image_id,
        url: row.url,
        origin: row.origin,
        contentType: row.content_type,
        contentLength: row.content_length ?? undefined,
      };
    },
  };
}
