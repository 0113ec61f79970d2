import type { WantedFields } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import { named } from '../../testing/images.ts';
import { type Doubt, holds, reconcile, type Seen, type Verdict } from './reconcile.ts';

interface More {
  readonly basis?: number[];
  readonly claimed?: number[];
  readonly otherPictures?: number[];
  readonly samePictures?: number[];
  readonly sentName?: string;
  readonly wanted?: WantedFields;
}

const create = (listed: Seen['listed'], more: More = {}): Verdict | undefined => {
  const { basis = [], claimed = [], sentName = 'mug__11111.1393831046.jpg', wanted = {} } = more;
  const doubt: Doubt = {
    action: { verb: 'create', wanted },
    attempt: { basis, sentName },
    ...(more.otherPictures === undefined ? {} : { otherPictures: new Set(more.otherPictures) }),
    ...(more.samePictures === undefined ? {} : { samePictures: new Set(more.samePictures) }),
  };
  return reconcile({ listed, claimed: new Set(claimed) }, [doubt])[0];
};

const sent = 'mug__11111.1393831046';

describe('a create without an answer', () => {
  it('is absent when nothing is new', () => {
    expect(create([named(sent, 5)], { basis: [5] })).toEqual({ is: 'absent' });
  });
  it('is absent when what is new belongs to another action', () => {
    expect(create([named(sent, 5)], { claimed: [5] })).toEqual({ is: 'absent' });
  });
  it('is found by the name that was sent', () => {
    expect(create([named('old', 4), named(sent, 5)], { basis: [4] })).toEqual({
      is: 'found',
      imageId: 5,
      surplus: [],
    });
  });
  it('is found where the store changed spaces and case', () => {
    expect(create([named('tee-pot-blue', 5)], { sentName: 'Tee Pot (blue).jpg' })).toEqual({
      is: 'found',
      imageId: 5,
      surplus: [],
    });
  });
  it('prefers the one that says the same, and reports the rest as surplus', () => {
    const listed = [
      named(sent, 7, { description: 'b' }),
      named(sent, 6, { description: 'a' }),
      named(sent, 8, { description: 'b' }),
    ];
    expect(create(listed, { wanted: { description: 'b' } })).toEqual({
      is: 'found',
      imageId: 7,
      surplus: [8],
    });
  });
  it('prefers the one that says nothing where nothing was to be said', () => {
    const listed = [named(sent, 6, { description: 'a' }), named(sent, 8), named(sent, 7)];
    expect(create(listed)).toEqual({ is: 'found', imageId: 7, surplus: [8] });
  });
  it('is found by its name where none says the same: the oldest, and the rest as surplus', () => {
    const listed = [named(sent, 7), named(sent, 6)];
    expect(create(listed, { wanted: { description: 'b' } })).toEqual({
      is: 'found',
      imageId: 6,
      surplus: [7],
    });
  });
  it('is found by a name without letters only where it is the very same', () => {
    expect(create([named('-_-', 5)], { sentName: '-_-.jpg' })).toEqual({
      is: 'found',
      imageId: 5,
      surplus: [],
    });
    const other = named('_-_', 5);
    expect(create([other], { sentName: '-_-.jpg' })).toEqual({ is: 'unclear', candidates: [other] });
  });
  it('is unclear when the name that was sent came back without its suffix', () => {
    const other = named('mug', 5);
    expect(create([other], { sentName: 'mug__11111.jpg' })).toEqual({ is: 'unclear', candidates: [other] });
  });
  it('is unclear when something new has another name; the oldest first', () => {
    const [other, newer] = [named('cup', 5), named('lid', 6)];
    expect(create([newer, other])).toEqual({ is: 'unclear', candidates: [other, newer] });
  });
  it('is not what shows another picture, whatever its name', () => {
    const listed = [named(sent, 5), named(sent, 6)];
    expect(create(listed, { otherPictures: [5] })).toEqual({ is: 'found', imageId: 6, surplus: [] });
  });
  it('is unclear when only its name is there, on another picture', () => {
    const [placeholder, stranger] = [named(sent, 5), named('cup', 6)];
    expect(create([placeholder, stranger], { otherPictures: [5, 6] })).toEqual({
      is: 'unclear',
      candidates: [placeholder],
    });
  });
  it('is what shows its picture and its text under another name; the picture alone proves nothing', () => {
    const [ours, theirs] = [named('cup', 5, { description: 'a' }), named('lid', 6, { description: 'b' })];
    const looked = { samePictures: [5, 6], wanted: { description: 'a' } };
    expect(create([ours, theirs], looked)).toEqual({ is: 'found', imageId: 5, surplus: [] });
    expect(create([theirs], looked)).toEqual({ is: 'unclear', candidates: [theirs] });
  });
  it('is absent when all that is new shows other pictures under other names', () => {
    expect(create([named('cup', 6)], { otherPictures: [6] })).toEqual({ is: 'absent' });
  });
});

describe('an update or a removal without an answer', () => {
  const done: Verdict = { is: 'found', imageId: 5, surplus: [] };
  const notDone: Verdict = { is: 'absent' };
  const bystander = named('b', 4, { description: 'x' });
  const wanted = { description: 'x' };
  const subject = { kind: 'product-image', productId: 9, imageId: 5 } as const;
  const update = { verb: 'update', subject, wanted } as const;
  const removal = { verb: 'remove', subject } as const;
  it.each<[string, Doubt['action'], Seen['listed'], Verdict]>([
    ['update that holds', update, [bystander, named('a', 5, { description: 'x' })], done],
    ['update that does not hold', update, [bystander, named('a', 5, { description: 'y' })], notDone],
    ['update of an image that is gone', update, [bystander], notDone],
    ['removal that was done', removal, [bystander], done],
    ['removal that was not', removal, [bystander, named('a', 5)], notDone],
  ])('%s', (_, action, listed, verdict) => {
    const doubt: Doubt = { action, attempt: { basis: [4, 5], sentName: '' } };
    expect(reconcile({ listed, claimed: new Set() }, [doubt])).toEqual([verdict]);
  });
});

describe('an image is what an action wants', () => {
  const image = named('a', 5, { description: 'x', sortOrder: 3, isThumbnail: true });
  it.each([
    [{}, true],
    [{ description: 'x' }, true],
    [{ sort_order: 3 }, true],
    [{ is_thumbnail: true }, true],
    [{ description: 'x', sort_order: 3, is_thumbnail: true }, true],
    [{ description: '', sort_order: 3, is_thumbnail: true }, false],
    [{ description: 'x', sort_order: 0, is_thumbnail: true }, false],
    [{ description: 'x', sort_order: 3, is_thumbnail: false }, false],
  ])('%j: %j', (wanted, expected) => {
    expect(holds(image, wanted)).toBe(expected);
  });
});
