// The digests of pictures that a run has looked at whole. Invariant: which pictures several products show is asked of the
// index, a few at a time, so that a store of a million pictures takes no more memory than one of ten.
import type { PictureDigest, SharedPicture, Side } from '../journal.ts';
import { query, type Statements } from '../schema/statements.ts';
import type { PicturesTable } from '../schema/tables.ts';

export function createPictures({ prepare }: Statements) {
  const insert = prepare((p: PicturesTable) =>
    query
      .insertInto('pictures')
      .values({
        run: p.run,
        side: p.side,
        product_id: p.product_id,
        image_id: p.image_id,
        digest: p.digest,
      })
      .onConflict((conflict) =>
        conflict.columns(['run', 'side', 'product_id', 'image_id']).doUpdateSet({ digest: p.digest }),
      ),
  );
  const shared = prepare((p: { run: string; side: Side; after: string; limit: number }) =>
    query
      .selectFrom('pictures')
      .select((e) => [
        'digest',
        e.fn.count<number>('product_id').distinct().as('products'),
        e.fn.countAll<number>().as('images'),
      ])
      .where('run', '=', p.run)
      .where('side', '=', p.side)
      .where('digest', '>', p.after)
      .groupBy('digest')
      .having((e) => e(e.fn.count<number>('product_id').distinct(), '>', 1))
      .orderBy('digest')
      .limit(p.limit),
  );
  const showing = prepare((p: { run: string; side: Side; digest: string; after: number; limit: number }) =>
    query
      .selectFrom('pictures')
      .select(['product_id as productId', 'image_id as imageId'])
      .where('run', '=', p.run)
      .where('side', '=', p.side)
      .where('digest', '=', p.digest)
      .where('image_id', '>', p.after)
      .orderBy('image_id')
      .limit(p.limit),
  );
  return {
    add(run: string, pictures: readonly PictureDigest[]): void {
      for (const { side, productId, imageId, digest } of pictures)
        insert.run({ run, side, product_id: productId, image_id: imageId, digest });
    },
    shared: (run: string, side: Side, after: string, limit: number): SharedPicture[] =>
      shared.all({ run, side, after, limit }),
    showing: (run: string, side: Side, digest: string, after: number, limit: number) =>
      showing.all({ run, side, digest, after, limit }),
  };
}
