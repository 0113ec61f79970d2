import { describe, expect, it } from 'vitest';
import type { Edits } from '../../plan/edits.ts';
import { named } from '../../testing/images.ts';
import { planFor, short } from '../../testing/plans.ts';
import type { PlanInput } from './plan.ts';

/** Target image id → the fields that somebody has edited. */
const editsOf = (edited: Readonly<Record<number, string[]>>): Edits => ({
  of: (imageId) => edited[imageId] ?? [],
});

describe('plan where somebody has edited the target', () => {
  const source = [named('a', 1, { sortOrder: 0, isThumbnail: true, description: 'source' })];
  const target = [
    named('a', 70, { sortOrder: 4, isThumbnail: true, description: 'theirs' }),
    named('b', 71, { sortOrder: 5, description: 'theirs' }),
  ];
  it.each<[PlanInput['prefer'], string[], string[]]>([
    [undefined, ['description'], ['update 1:70 {"description":"source","sort_order":0}']],
    ['source', ['description'], ['update 1:70 {"description":"source","sort_order":0}']],
    ['target', ['description'], ['update 1:70 {"sort_order":0}']],
    ['ask', ['description'], ['update 1:70 {"sort_order":0}']],
    ['ask', ['description', 'sort_order'], []],
    ['ask', [], ['update 1:70 {"description":"source","sort_order":0}']],
  ])('prefer %s, edited %j', (prefer, fields, expected) => {
    const edits = editsOf({ 70: fields });
    expect(short(planFor(source, target, { edits, ...(prefer === undefined ? {} : { prefer }) }))).toEqual(
      expected,
    );
  });
});

describe('plan where somebody has chosen the thumbnail', () => {
  const source = [named('a', 1, { sortOrder: 0, isThumbnail: true }), named('b', 2, { sortOrder: 1 })];
  const target = [named('b', 71, { sortOrder: 1, isThumbnail: true })];
  it.each<[PlanInput['prefer'], boolean, boolean]>([
    [undefined, true, true],
    ['source', true, true],
    ['target', true, false],
    ['ask', true, false],
    ['target', false, true],
    ['ask', false, true],
  ])('prefer %s, chosen %j: a new image becomes it %j', (prefer, choseThumbnail, is_thumbnail) => {
    const edits: Edits = { of: (imageId) => (imageId === 71 ? ['is_thumbnail'] : []), choseThumbnail };
    const wanted = { description: '', sort_order: 0, is_thumbnail };
    expect(short(planFor(source, target, { edits, ...(prefer === undefined ? {} : { prefer }) }))).toEqual([
      `create 1: ${JSON.stringify(wanted)}`,
    ]);
  });

  it.each(['target', 'ask'] as const)(
    'makes a replaced picture again that would be it, without the flag: prefer %s',
    (prefer) => {
      const both = [named('a', 70, { sortOrder: 0 }), ...target];
      const edits: Edits = { of: () => ['is_thumbnail'], ownOf: () => [], choseThumbnail: true };
      expect(short(planFor(source, both, { edits, prefer, outdated: new Set([70]) }))).toEqual([
        'create 1: {"description":"","sort_order":0,"is_thumbnail":false}',
        'remove 1:70 {} replaced',
      ]);
    },
  );

  it('hands the choice down to the image that replaces the chosen one', () => {
    const edits: Edits = { of: () => ['is_thumbnail'], choseThumbnail: true };
    const input: Partial<PlanInput> = { edits, prefer: 'target', outdated: new Set([71]) };
    expect(short(planFor(source, target, input))).toEqual([
      'create 1: {"description":"","sort_order":0,"is_thumbnail":false}',
      'create 2: {"description":"","sort_order":1,"is_thumbnail":true}',
      'remove 2:71 {} replaced',
    ]);
  });
});

describe('plan where the target shows another picture than it should', () => {
  const source = [
    named('a', 1, { sortOrder: 0, isThumbnail: true, description: 'source' }),
    named('b', 2, { sortOrder: 1 }),
  ];
  const target = [
    named('a', 70, { sortOrder: 4, description: 'theirs' }),
    named('b', 71, { sortOrder: 1 }),
    named('old', 72, { sortOrder: 9 }),
  ];
  const made = (wanted: object): string => `create 1: ${JSON.stringify(wanted)}`;
  const asSource = { description: 'source', sort_order: 0, is_thumbnail: true };
  const remade = [made(asSource), 'remove 1:70 {} replaced'];
  const updated = 'update 1:70 {"description":"source","sort_order":0,"is_thumbnail":true}';
  const edited = (...fields: string[]): Partial<PlanInput> => ({ edits: editsOf({ 70: fields }) });

  it.each<[string, Partial<PlanInput>, string[]]>([
    ['is made again, then removed', {}, remade],
    ['waits while its create is in doubt', { doubtful: new Set([1]) }, []],
    ['is kept while a write in doubt may have made it', { maybeOurs: new Set([70]) }, [made(asSource)]],
    ['is removed though the source is known to be short', { sourceIsWhole: false }, remade],
    [
      'goes before what only the target has, under mirror',
      { policy: 'mirror' },
      [...remade, 'remove :72 {}'],
    ],
    [
      'is removed where the new one stands already, under copy too',
      { outdated: new Set([72]), doubtful: new Set([3]) },
      [updated, 'remove :72 {} replaced'],
    ],
    ['loses edits, unless told otherwise', edited('description'), remade],
    ['loses edits to the source', { ...edited('description'), prefer: 'source' }, remade],
    [
      'hands its edited text down',
      { ...edited('description'), prefer: 'target' },
      [made({ ...asSource, description: 'theirs' }), 'remove 1:70 {} replaced'],
    ],
    [
      'hands down all that was edited',
      { ...edited('sort_order', 'is_thumbnail'), prefer: 'target' },
      [made({ ...asSource, sort_order: 4, is_thumbnail: false }), 'remove 1:70 {} replaced'],
    ],
    [
      'is left as long as nobody has decided about its edits',
      { ...edited('description', 'is_thumbnail'), prefer: 'ask' },
      ['update 1:70 {"sort_order":0}'],
    ],
    ['is made again where there are no edits to ask about', { prefer: 'ask' }, remade],
  ])('%s', (_, more, expected) => {
    expect(short(planFor(source, target, { outdated: new Set([70]), ...more }))).toEqual(expected);
  });

  it('makes an image of the source that the target does not have as the source has it', () => {
    const input: Partial<PlanInput> = {
      outdated: new Set([70]),
      edits: editsOf({ 1: ['description'] }),
      prefer: 'target',
    };
    expect(short(planFor(source.slice(0, 1), [], input))).toEqual([made(asSource)]);
  });
});
