import { describe, expect, it } from 'vitest';
import { named } from './image.fixture.ts';
import { type Doubt, reconcile, type Verdict } from './reconcile.ts';

const create = (
  listed: Doubt['listed'],
  more: { basis?: number[]; claimed?: number[]; sentName?: string; description?: string } = {},
): Verdict =>
  reconcile({
    action: { kind: 'create', wanted: { description: more.description ?? '' }, targetImageId: undefined },
    attempt: { basis: more.basis ?? [], sentName: more.sentName ?? 'mug__11111.1393831046.jpg' },
    listed,
    claimed: new Set(more.claimed ?? []),
  });

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
    expect(create(listed, { description: 'b' })).toEqual({ is: 'found', imageId: 7, surplus: [8] });
  });
  it('is unclear when something new has another name', () => {
    const other = named('cup', 5);
    expect(create([other])).toEqual({ is: 'unclear', candidates: [other] });
  });
});

describe('an update or a removal without an answer', () => {
  const on = (
    kind: 'update' | 'remove',
    listed: Doubt['listed'],
    wanted: Doubt['action']['wanted'] = {},
  ): Verdict =>
    reconcile({
      action: { kind, wanted, targetImageId: 5 },
      attempt: { basis: [5], sentName: '' },
      listed,
      claimed: new Set(),
    });
  it.each<[string, Verdict, Verdict]>([
    [
      'update that holds',
      on('update', [named('a', 5, { description: 'x' })], { description: 'x' }),
      { is: 'found', imageId: 5, surplus: [] },
    ],
    [
      'update that does not hold',
      on('update', [named('a', 5, { description: 'y' })], { description: 'x' }),
      { is: 'absent' },
    ],
    ['update of an image that is gone', on('update', [], { description: 'x' }), { is: 'absent' }],
    ['removal that was done', on('remove', []), { is: 'found', imageId: 5, surplus: [] }],
    ['removal that was not', on('remove', [named('a', 5)]), { is: 'absent' }],
  ])('%s', (_name, verdict, expected) => {
    expect(verdict).toEqual(expected);
  });
});
