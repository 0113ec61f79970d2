// The digests of pictures that a run has looked at whole. Invariant: which pictures several products show is asked of the
// index, a few at a time, and those that were told are let go, so that a store of a million pictures takes no more memory than
// one of ten, and a run that was stopped goes on with the others.
import type { PictureDigest, SharedPicture, Side, ToldPicture } from '../journal.ts';
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
  const shared = prepare((p: { run: string; side: Side; limit: number }) =>
    query
      .selectFrom('pictures')
      .select((e) => ['digest', e.fn.count<number>('product_id').distinct().as('products')])
      .where('run', '=', p.run)
      .where('side', '=', p.side)
      .groupBy('digest')
      .having((e) => e(e.fn.count<number>('product_id').distinct(), '>', 1))
      .orderBy('digest')
      .limit(p.limit),
  );
  const drop = prepare((p: { run: string; side: Side; digest: string }) =>
    query
      .deleteFrom('pictures')
      .where('run', '=', p.run)
      .where('side', '=', p.side)
      .where('digest', '=', p.digest),
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
    shared: (run: string, side: Side, limit: number): SharedPicture[] => shared.all({ run, side, limit }),
    told(run: string, pictures: readonly ToldPicture[]): void {
      for (const { side, digest } of pictures) drop.run({ run, side, digest });
    },
    showing: (run: string, side: Side, digest: string, after: number, limit: number) =>
      showing.all({ run, side, digest, after, limit }),
  };
}
