import { writeFileSync } from 'node:fs';
import type { StoreControl } from '@cutover/sandbox-store';
import { expect, it } from 'vitest';
import { inPlace, pair } from '../support/place.ts';
import { transferOnce } from '../support/whole-transfer.ts';

it('transfers every image once, proves them, and has nothing left to do', async () => {
  await transferOnce(60, 200);
});

it('the same with several products to a request', async () => {
  await transferOnce(60, 200, { batch: 'auto', requests: 0.3 });
});

it('reads a catalogue at about one request for 250 products', async () => {
  await inPlace({ stores: pair(600, 2_000) }, async ({ source, target, json }) => {
    const { result } = await json('diff --source-via v3 --kinds product,variant');
    expect(result).toMatchObject({ exitCode: 3, missing: 2_000 });
    const pages = Math.ceil(600 / 250);
    const asked = (store: StoreControl): number =>
      store.requests().filter(({ version }) => version === 'v3').length;
    for (const store of [source, target]) expect(asked(store)).toBeLessThanOrEqual(pages + 2);
    // Options and modifiers make pages of ten, beside the others: of the source, and of the target where the source shows a picture there.
    for (const store of [source, target]) store.resetRequests();
    expect((await json('diff --source-via v3 --new')).result).toMatchObject({ exitCode: 3, missing: 2_000 });
    expect(asked(source)).toBeLessThanOrEqual(pages + 600 / 10 + 2);
    expect(asked(target)).toBeLessThanOrEqual(pages + 2);
  });
});

it('verify finds each damage done to the target after a migration', async () => {
  await inPlace({ stores: pair(20, 80) }, async ({ target, json }) => {
    expect((await json('migrate --yes')).code).toBe(0);
    const [first, second, third] = target.images().filter(({ isThumbnail }) => !isThumbnail);
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few images');
    target.updateImage(first.id, { description: 'changed by hand' });
    target.removeImage(second.id);
    const fields = await json('verify');
    expect(fields.result).toMatchObject({ exitCode: 3, checked: 80, mismatched: 2 });
    target.updateImage(first.id, { description: first.description });
    target.updateImage(third.id, { picture: { drawn: 4 } });
    const content = await json('verify --level content');
    expect(content.result).toMatchObject({ exitCode: 3, mismatched: 2 });
    const fixed = await json('migrate --yes');
    expect(fixed.result).toMatchObject({ created: 1 });
  });
});

it('verify of a list that names no product checks nothing, and does not end with 0', async () => {
  await inPlace({ stores: pair(6, 20) }, async (place) => {
    expect((await place.json('migrate --yes')).code).toBe(0);
    writeFileSync(place.at('none.csv'), 'source_sku\n');
    const { result, code } = await place.json('verify --products none.csv');
    expect({ checked: result['checked'] ?? 0, provedNothing: code !== 0 }).toEqual({
      checked: 0,
      provedNothing: true,
    });
  });
});

it('verify of a sample that would be none draws one product, and says how many images it leaves out', async () => {
  await inPlace({ stores: pair(6, 20) }, async ({ json }) => {
    expect((await json('migrate --yes')).code).toBe(0);
    const { result, code } = await json('verify --sample 0.001%');
    expect({ ...result, code }).toMatchObject({ code: 0, checked: 5, unchecked: 15, mismatched: 0 });
  });
});
