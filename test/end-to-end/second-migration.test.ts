// Weeks after a migration the source has moved, and somebody has been at work on the target. Invariant: the second
// migration does exactly what has changed on the source, and what was edited on the target is decided by a person's word
// alone: left alone and told without one, kept or overwritten with one.
import type { ImageRow, StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { inPlace, type Place, pair } from '../support/place.ts';
import { onTerminal } from '../support/terminal.ts';
import { findingsOf, told } from '../support/watched.ts';
import { shownBy } from '../support/world.ts';
import { writesTo } from '../support/writes.ts';

const images = 40;
const weeks = 21 * 86_400_000;

/** The images of products that have some, in the source's order, less the thumbnail. */
const plainOf = (store: StoreControl): ImageRow[][] =>
  store
    .products()
    .map(({ id }) => store.images(id))
    .filter((all) => all.length > 2)
    .map((all) =>
      all.filter(({ isThumbnail }) => !isThumbnail).toSorted((a, b) => a.sortOrder - b.sortOrder),
    );

/** On the source: a new image, another text, one image less, and another picture under the id of an older one. */
function changeSource({ source }: Place): void {
  const [[newer] = [], [text] = [], [removed] = [], [replaced] = []] = plainOf(source);
  if (!newer || !text || !removed || !replaced) throw new Error('too few images');
  const now = Date.now() + weeks;
  source.addImage({
    productId: newer.productId,
    picture: { tiny: 70_001 },
    fileName: 'spring.png',
    description: 'The new collection',
    sortOrder: 90,
    dateCreated: now,
  });
  source.updateImage(text.id, { description: 'Better words', dateModified: now });
  source.removeImage(removed.id);
  source.updateImage(replaced.id, {
    picture: { drawn: 6 },
    imageFile: replaced.imageFile.replace(/__\d+/, '__99999'),
    dateCreated: now,
    dateModified: now,
  });
}

/** A method and what it was sent to, without the ids. */
const kindsOf = (store: StoreControl): string[] =>
  writesTo(store)
    .map((write) => write.replaceAll(/\d+/g, 'N'))
    .toSorted();

describe('a second migration', () => {
  it.each([
    { policy: 'copy', more: '', removed: 1, left: 1 },
    { policy: 'mirror', more: ' --confirm target', removed: 2, left: 0 },
  ])(
    'under $policy does what has changed on the source, and nothing else',
    async ({ policy, more, removed, left }) => {
      await inPlace({ stores: pair(12, images) }, async (place) => {
        const { source, target } = place;
        const again = `migrate --yes --policy ${policy}${more}`;
        expect((await told(place, 'migrate --yes')).result).toMatchObject({ exitCode: 0, created: images });
        changeSource(place);
        expect((await told(place, `diff --policy ${policy}`)).result).toMatchObject({
          exitCode: 3,
          same: images - 3,
          changed: 2,
          missing: 1,
          extra: 1,
        });
        target.resetRequests();
        const second = await told(place, again);
        expect(second.result, second.stderr).toMatchObject({
          exitCode: 0,
          created: 2,
          updated: 1,
          removed,
          failed: 0,
          conflicts: 0,
        });
        expect(kindsOf(target)).toEqual(
          [
            ...Array.from({ length: removed }, () => 'DELETE /N/images/N'),
            'POST /N/images description image_url is_thumbnail sort_order',
            'POST /N/images description image_url is_thumbnail sort_order',
            'PUT /N/images/N description',
          ].toSorted(),
        );
        expect(target.images()).toHaveLength(source.images().length + left);
        if (left === 0) expect(await shownBy(target)).toEqual(await shownBy(source));
        // Once more there is nothing to do.
        target.resetRequests();
        const third = await told(place, again);
        expect(third.result).toMatchObject({ exitCode: 0, created: 0, updated: 0, removed: 0 });
        expect(writesTo(target)).toEqual([]);
        expect((await told(place, 'verify --level content')).result).toMatchObject({
          mismatched: 0,
          unchecked: 0,
          checked: images,
        });
      });
    },
  );
});

const byHand = 'Written by hand on the target';

/** A migration, and an edit of one text on the target after it; the edited image and what the source says of it. */
async function editedAfter(place: Place): Promise<{ edited: ImageRow; wanted: string }> {
  expect((await told(place, 'migrate --yes')).code).toBe(0);
  const [[edited] = []] = plainOf(place.target);
  if (edited === undefined) throw new Error('nothing was migrated');
  place.target.updateImage(edited.id, { description: byHand });
  place.target.resetRequests();
  return { edited, wanted: edited.description };
}

const textOf = (store: StoreControl, imageId: number): string | undefined =>
  store.images().find(({ id }) => id === imageId)?.description;

describe('an image edited on the target', () => {
  it('is a conflict: diff tells both values, migrate leaves it alone with 4', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const { edited, wanted } = await editedAfter(place);
      const compared = await told(place, 'diff');
      expect(compared.result).toMatchObject({ exitCode: 3, same: 39, changed: 1 });
      const found = (await findingsOf(place, compared.run)).filter(({ sign }) => sign !== '=');
      expect(found).toEqual([
        {
          sign: '~',
          rule: 'edited-on-target',
          severity: 'critical',
          kind: 'product-image',
          source: expect.anything(),
          target: expect.objectContaining({ productId: edited.productId, imageId: edited.id }),
          fields: ['description'],
          values: { description: [wanted, byHand] },
          message: `edited on the target since the last migration: description ${JSON.stringify(wanted)} on the source, ${JSON.stringify(byHand)} on the target`,
        },
      ]);
      const migrated = await told(place, 'migrate --yes');
      expect(migrated.result, migrated.stderr).toMatchObject({
        exitCode: 4,
        created: 0,
        updated: 0,
        removed: 0,
        failed: 0,
        conflicts: 1,
      });
      expect(writesTo(place.target)).toEqual([]);
      expect(textOf(place.target, edited.id)).toBe(byHand);
    });
  });

  it('stays under --prefer target, and every command with that option agrees', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const { edited } = await editedAfter(place);
      const codes: unknown[] = [];
      for (const command of ['diff', 'migrate --yes', 'diff', 'verify --level content'])
        codes.push([command, (await told(place, `${command} --prefer target`)).code]);
      expect(codes).toEqual([
        ['diff', 0],
        ['migrate --yes', 0],
        ['diff', 0],
        ['verify --level content', 0],
      ]);
      expect(writesTo(place.target)).toEqual([]);
      expect(textOf(place.target, edited.id)).toBe(byHand);
    });
  });

  it('is overwritten under --prefer source, once and for all', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const { edited, wanted } = await editedAfter(place);
      const migrated = await told(place, 'migrate --yes --prefer source');
      expect(migrated.result, migrated.stderr).toMatchObject({ exitCode: 0, updated: 1, conflicts: 0 });
      expect(writesTo(place.target)).toEqual([`PUT /${edited.productId}/images/${edited.id} description`]);
      expect(textOf(place.target, edited.id)).toBe(wanted);
      expect((await told(place, 'diff')).code).toBe(0);
    });
  });

  it.each([
    { key: 's', answer: 'y', exitCode: 0, text: 'source', writes: 1 },
    { key: 't', answer: undefined, exitCode: 0, text: 'target', writes: 0 },
    { key: '', answer: undefined, exitCode: 4, text: 'target', writes: 0 },
  ])('is asked about at a terminal: "$key" and Enter', async ({ key, answer, exitCode, text, writes }) => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const { edited, wanted } = await editedAfter(place);
      const variables = { ...place.stores, CUTOVER_SETTLE_AFTER: '150ms' };
      const asked = onTerminal('migrate', place.folder, variables);
      try {
        await asked.shows(/Edited on the target since the last migration: 1 image/);
        await asked.shows(/description[\s\S]+source/);
        await asked.shows(/Take the source’s values \(s\), keep the target’s \(t\), or leave them/);
        expect(writesTo(place.target)).toEqual([]);
        asked.press(`${key}\r`);
        if (answer !== undefined) {
          await asked.shows(/Write to store target\?/);
          asked.press(`${answer}\r`);
        }
        const ended = await asked.ended;
        expect(ended.code, ended.text).toBe(exitCode);
      } finally {
        asked.kill();
      }
      expect(writesTo(place.target)).toHaveLength(writes);
      expect(textOf(place.target, edited.id)).toBe(text === 'source' ? wanted : byHand);
    });
  });
});

it('whether a store has moved since is what diff tells: 0, and 3 for each thing that has', async () => {
  await inPlace({ stores: pair(6, 20) }, async (place) => {
    const { source, target } = place;
    await told(place, 'migrate --yes');
    place.target.resetRequests();
    const [[ours] = []] = plainOf(source);
    const [[theirs] = []] = plainOf(target);
    if (ours === undefined || theirs === undefined) throw new Error('too few images');
    const codes: unknown[] = [['nothing', (await told(place, 'diff')).code]];
    const moves = [
      ['a text on the source', source, ours, { description: 'other words' }],
      ['a place on the source', source, ours, { sortOrder: 77 }],
      ['a text on the target', target, theirs, { description: 'other words' }],
      ['the thumbnail on the target', target, theirs, { isThumbnail: true }],
    ] as const;
    for (const [what, store, image, change] of moves) {
      store.updateImage(image.id, change);
      codes.push([what, (await told(place, 'diff')).code]);
      const { description, sortOrder, isThumbnail } = image;
      store.updateImage(image.id, { description, sortOrder, isThumbnail });
    }
    codes.push(['nothing any more', (await told(place, 'diff')).code]);
    expect(codes).toEqual([['nothing', 0], ...moves.map(([what]) => [what, 3]), ['nothing any more', 0]]);
    expect(writesTo(target)).toEqual([]);
  });
});
