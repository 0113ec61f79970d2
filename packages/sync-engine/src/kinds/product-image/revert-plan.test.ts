import {
  type Action,
  type NewAction,
  type RemoveAction,
  type SeenImage,
  targetImageOf,
  type WantedFields,
  wantedBy,
} from '@cutover/journal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aCreate, anUpdate, aRemove, run } from '../../testing/actions.ts';
import { inShort } from '../../testing/sayings.ts';
import type { CommandSince, RevertInput } from './revert-knowledge.ts';
import { planRevert } from './revert-plan.ts';

const image = (image_id: number, facts: Partial<SeenImage> = {}): SeenImage => ({
  image_id,
  description: `words ${image_id}`,
  sort_order: image_id,
  is_thumbnail: false,
  image_file: `a/1/${image_id}.jpg`,
  ...facts,
});
const facts = { planRun: run, sku: 'MUG' };
const subject = { kind: 'product-image', productId: 7 } as const;
const made = (resultImageId: number, wanted: WantedFields = {}) =>
  aCreate('applied', { ...facts, subject, resultImageId, wanted });
const changed = (imageId: number, wanted: WantedFields) =>
  anUpdate('applied', { ...facts, subject: { ...subject, imageId }, wanted });
const removed = (imageId: number, archived: string | undefined = 'sha'): RemoveAction =>
  aRemove('applied', { ...facts, subject: { ...subject, imageId }, archived });

const none = { as: new Map(), removed: new Set<number>(), inDoubt: new Set<number>() };
const as = (was: number, is: number) => ({ ...none, as: new Map([[was, is]]) });

function reverted(input: Partial<RevertInput>) {
  const { actions, left } = planRevert({
    productId: 7,
    before: [],
    after: undefined,
    found: input.now ?? [],
    now: [],
    writes: [],
    putBack: none,
    successors: new Map(),
    ...input,
  });
  return {
    does: actions.map((action) => ({
      [action.verb]: targetImageOf(action),
      ...('putBack' in action ? { putBack: action.putBack.sha256 } : {}),
      ...('wanted' in action ? { wanted: action.wanted } : {}),
    })),
    left: left.map(({ imageId, fields, why }) => `${imageId} ${fields.join('+')}: ${inShort(why)}`),
  };
}

describe('an image that the run made and did not look back at', () => {
  const shown = { description: 'words 9', sort_order: 9, is_thumbnail: false, image_file: 'a/1/9.jpg' };
  const writes = [{ ...made(9, { description: 'words 9' }), shown }];
  it.each<[string, Partial<SeenImage>, Action[], unknown]>([
    ['is removed, as the store named it', {}, writes, { does: [{ remove: 9 }], left: [] }],
    [
      'stays where it shows another file than the store made of it',
      { image_file: 'a/1/9__99999.jpg' },
      writes,
      { does: [], left: ['9 image_file: made-and-edited image_file'] },
    ],
    [
      'is removed where an older journal does not say how the store named it',
      { image_file: 'a/1/9__99999.jpg' },
      [made(9, { description: 'words 9' })],
      { does: [{ remove: 9 }], left: [] },
    ],
  ])('%s', (_, facts, mine, expected) => {
    expect(reverted({ now: [image(9, facts)], after: undefined, writes: mine })).toEqual(expected);
  });
});

describe('an image that the run made', () => {
  const writes = [made(9, { description: 'words 9' })];
  it.each<[string, SeenImage[], SeenImage[] | undefined, unknown]>([
    ['is removed', [image(9)], [image(9)], { does: [{ remove: 9 }], left: [] }],
    ['is gone already', [], [image(9)], { does: [], left: [] }],
    [
      'is removed, though the run was cut short',
      [image(9, { sort_order: 4 })],
      undefined,
      {
        does: [{ remove: 9 }],
        left: [],
      },
    ],
    [
      'has other words',
      [image(9, { description: 'theirs' })],
      [image(9)],
      {
        does: [],
        left: ['9 description: made-and-edited description'],
      },
    ],
    [
      'has other words, and the run was cut short',
      [image(9, { description: 'theirs' })],
      undefined,
      {
        does: [],
        left: ['9 description: made-and-edited description'],
      },
    ],
    [
      'shows another picture at another place',
      [image(9, { sort_order: 1, image_file: 'x' })],
      [image(9)],
      {
        does: [],
        left: ['9 sort_order+image_file: made-and-edited sort_order,image_file'],
      },
    ],
  ])('%s', (_, now, after, expected) => {
    expect(reverted({ writes, now, after })).toEqual(expected);
  });

  it('is judged as the revert found it, because our own writes move its siblings', () => {
    const now = [image(9, { sort_order: 3, is_thumbnail: true })];
    expect(reverted({ writes, now, found: [image(9)], after: [image(9)] })).toEqual({
      does: [{ remove: 9 }],
      left: [],
    });
    const edited = [image(9, { description: 'theirs, while we revert' })];
    expect(reverted({ writes, now: edited, found: [image(9)], after: [image(9)] }).does).toEqual([]);
  });
});

describe('an image that was there before', () => {
  const before = [image(1, { is_thumbnail: true }), image(2)];
  it('gets back what the run changed, and what the store moved beside it', () => {
    const after = [image(1, { description: 'new' }), image(2, { sort_order: 9, is_thumbnail: true })];
    expect(reverted({ before, after, now: after, writes: [changed(1, { description: 'new' })] })).toEqual({
      // The right thumbnail is flagged first; what is flagged beside it is cleared once it is.
      does: [
        { update: 1, wanted: { description: 'words 1', is_thumbnail: true } },
        { update: 2, wanted: { sort_order: 2 } },
      ],
      left: [],
    });
    const flagged = [image(1, { is_thumbnail: true }), image(2, { is_thumbnail: true })];
    expect(reverted({ before, after, now: flagged, found: after, writes: [changed(1, {})] }).does).toEqual([
      { update: 2, wanted: { is_thumbnail: false } },
    ]);
  });

  it('stays as somebody has changed it since, all of it', () => {
    const after = [image(1, { description: 'new', is_thumbnail: true }), image(2)];
    const now = [image(1, { description: 'theirs', is_thumbnail: true }), image(2, { sort_order: 5 })];
    expect(reverted({ before, after, now, writes: [changed(1, { description: 'new' })] })).toEqual({
      does: [],
      left: ['1 description: changed-by-others description', '2 sort_order: changed-by-others sort_order'],
    });
  });

  it('of a run cut short gets back what the run sent, and no text that it did not send', () => {
    const now = [image(1, { description: 'new' }), image(2, { description: 'theirs', sort_order: 5 })];
    expect(reverted({ before, now, writes: [changed(1, { description: 'new' })] })).toEqual({
      does: [{ update: 1, wanted: { description: 'words 1', is_thumbnail: true } }],
      left: ['2 description: changed-by-others description'],
    });
  });

  it('that somebody has removed is told, where the run had changed it', () => {
    expect(reverted({ before, now: [], writes: [changed(2, { sort_order: 4 })] })).toEqual({
      does: [],
      left: ['2 : changed-and-removed'],
    });
  });
});

describe('what an earlier revert has moved and could not finish', () => {
  const before = [image(1, { is_thumbnail: true })];
  const after = [image(9, { is_thumbnail: true }), image(1, { sort_order: 5 })];
  /** It gave image 1 its flag and its place again, which moved the image that the run made; that one it could not remove. */
  const now = [image(9, { sort_order: 10 }), image(1, { is_thumbnail: true })];
  const back = { before, after, now, writes: [made(9)] };
  it('is nobody’s edit', () => {
    const since = [{ found: after, after: now }];
    expect(reverted({ ...back, since })).toEqual({ does: [{ remove: 9 }], left: [] });
  });
  it('is nobody’s edit where that revert was cut short', () => {
    const since = [{ found: after, after: undefined }];
    expect(reverted({ ...back, since })).toEqual({ does: [{ remove: 9 }], left: [] });
  });
  it('is somebody’s where it has moved before that revert, or since', () => {
    const edited = ['9 sort_order+is_thumbnail: made-and-edited sort_order,is_thumbnail'];
    expect(reverted({ ...back, since: [{ found: now, after: now }] }).left).toEqual(edited);
    expect(reverted({ ...back, since: [{ found: after, after }] }).left).toEqual(edited);
  });
});

describe('an image that the run removed', () => {
  const before = [image(1, { is_thumbnail: true })];
  it('is put back from the archive, with the fields it had', () => {
    const wanted = { description: 'words 1', sort_order: 1, is_thumbnail: true };
    expect(reverted({ before, writes: [removed(1)] })).toEqual({
      does: [{ create: 1, putBack: 'sha', wanted }],
      left: [],
    });
  });
  it('is told where nothing was kept of it', () => {
    expect(reverted({ before, writes: [{ ...removed(1), archived: undefined }] })).toEqual({
      does: [],
      left: ['1 : not-kept'],
    });
  });
  it('is not put back twice, and follows its siblings where our writes move it', () => {
    const putBack = as(1, 12);
    const now = [image(12, { description: 'words 1', sort_order: 6, is_thumbnail: true })];
    expect(reverted({ before, writes: [removed(1)], putBack, now, found: [] }).does).toEqual([
      { update: 12, wanted: { sort_order: 1 } },
    ]);
    // Put back by an earlier revert, and moved by somebody since.
    expect(reverted({ before, writes: [removed(1)], putBack, now, found: now, after: [] }).does).toEqual([]);
  });
});

describe('what has been put back before', () => {
  const before = [image(1)];
  const wanted = { description: 'words 1', sort_order: 1, is_thumbnail: false };
  it('is put back again once we have removed it ourselves', () => {
    const putBack = { ...as(1, 12), removed: new Set([12]) };
    expect(reverted({ before, writes: [removed(1)], putBack }).does).toEqual([
      { create: 1, putBack: 'sha', wanted },
    ]);
  });
  it('and is gone again, was somebody’s wish, or a list that lags: it is not made twice', () => {
    expect(reverted({ before, writes: [removed(1)], putBack: as(1, 12) })).toEqual({
      does: [],
      left: ['1 : gone-again'],
    });
  });
  it('and may be there, is not put back while that is in doubt', () => {
    const putBack = { ...none, inDoubt: new Set([1]) };
    expect(reverted({ before, writes: [removed(1)], putBack })).toEqual({
      does: [],
      left: ['1 : put-back-in-doubt'],
    });
  });
  it('is known as what the run made, through however many reverts of reverts', () => {
    const putBack = {
      ...none,
      as: new Map([
        [9, 14],
        [14, 21],
      ]),
      removed: new Set([9, 14]),
    };
    const now = [image(21, { description: 'words 9', sort_order: 9 })];
    expect(reverted({ writes: [made(9)], after: [image(9)], now, putBack })).toEqual({
      does: [{ remove: 21 }],
      left: [],
    });
  });
});

describe('never fewer images than before', () => {
  it('what the run made stays in the place of what cannot be put back', () => {
    const writes = [{ ...removed(1), archived: undefined }, made(8), made(9)];
    expect(
      reverted({ before: [image(1)], after: [image(8), image(9)], now: [image(8), image(9)], writes }),
    ).toEqual({
      does: [{ remove: 9 }],
      left: ['1 : not-kept', '8 : in-place-of 1'],
    });
  });
  it('what a later run has made again is told, and left to the revert of that run', () => {
    expect(reverted({ writes: [made(9)], successors: new Map([[9, 15]]), now: [image(15)] })).toEqual({
      does: [],
      left: ['9 : made-again 15'],
    });
  });
});

it('a product of which the journal has no note gets back what was sent, and that is told', () => {
  const was = { description: 'old', sort_order: 2, is_thumbnail: false, image_file: 'a/1/2.jpg' };
  const writes = [
    { ...changed(2, { description: 'new' }), before: was },
    { ...changed(2, { description: 'newer' }), before: { ...was, description: 'new' } },
  ];
  expect(reverted({ before: undefined, writes, now: [image(2, { description: 'newer' })] })).toEqual({
    does: [{ update: 2, wanted: { description: 'old' } }],
    left: ['undefined : product-before-unknown'],
  });
});

describe('laws', () => {
  const someFields = fc.record({
    description: fc.constantFrom('a', 'b', 'c'),
    sort_order: fc.integer({ min: 0, max: 5 }),
    is_thumbnail: fc.boolean(),
  });
  const fate = fc.record({
    fields: someFields,
    run: fc.constantFrom('kept', 'changed', 'removed', 'made'),
    sent: someFields,
    others: fc.option(
      fc.record({
        field: fc.constantFrom('description' as const, 'sort_order' as const),
        to: fc.constantFrom('theirs'),
      }),
      { nil: undefined, freq: 4 },
    ),
  });

  it('what nobody has touched since is as it was; what somebody has is as they left it', () => {
    fc.assert(
      fc.property(fc.array(fate, { maxLength: 6 }), (fates) => {
        const before: SeenImage[] = [];
        const after: SeenImage[] = [];
        const now: SeenImage[] = [];
        const writes: Action[] = [];
        const edited = new Set<number>();
        for (const [index, { fields, run, sent, others }] of fates.entries()) {
          const id = index + 1;
          if (run !== 'made') before.push(image(id, fields));
          if (run === 'made') writes.push(made(id, sent));
          if (run === 'changed') writes.push(changed(id, sent));
          if (run === 'removed') writes.push(removed(id));
          if (run === 'removed') continue;
          const left = image(id, run === 'kept' ? fields : sent);
          after.push(left);
          if (others === undefined) now.push(left);
          else {
            edited.add(id);
            now.push({
              ...left,
              ...(others.field === 'description' ? { description: others.to } : { sort_order: 99 }),
            });
          }
        }
        const { actions } = planRevert({
          productId: 7,
          before,
          after,
          found: now,
          now,
          writes,
          putBack: none,
          successors: new Map(),
        });
        const end = applied(now, actions);
        const ends = (id: number) => end.find((one) => one.image_id === id);
        for (const one of now.filter(({ image_id }) => edited.has(image_id)))
          expect(ends(one.image_id)).toEqual(one);
        for (const [index, { run }] of fates.entries()) {
          const id = index + 1;
          if (edited.has(id)) continue;
          if (run === 'made') expect(ends(id)).toBeUndefined();
          else expect(unflagged(ends(id))).toEqual(unflagged(before.find((one) => one.image_id === id)));
        }
        // Nothing but what the run made is ever removed, and what is put back comes before anything goes.
        const verbs = actions.map(({ verb }) => verb);
        expect(verbs).toEqual(verbs.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
        const ours = new Set(writes.flatMap((one) => (one.verb === 'create' ? targetImageOf(one) : [])));
        for (const action of actions)
          expect(action.verb !== 'remove' || ours.has(action.subject.imageId)).toBe(true);
      }),
    );
  });
});

const order = ['create', 'update', 'remove'];

/** The thumbnail is put right in two steps, because the store clears the others by itself. */
const unflagged = (one: SeenImage | undefined) => one && { ...one, is_thumbnail: undefined };

function applied(images: readonly SeenImage[], actions: readonly NewAction[]): SeenImage[] {
  let end = [...images];
  for (const action of actions) {
    const imageId = targetImageOf(action) ?? 0;
    const wanted = wantedBy(action);
    if (action.verb === 'create') end.push(image(imageId, wanted));
    else if (action.verb === 'remove') end = end.filter((one) => one.image_id !== imageId);
    else end = end.map((one) => (one.image_id === imageId ? { ...one, ...wanted } : one));
  }
  return end;
}

describe('a run that is taken back once more, after another command of ours was here', () => {
  const before = [image(9, { sort_order: 52 })];
  const writes = [removed(9)];
  const putBack = as(9, 12);
  const at = (sort_order: number, more: Partial<SeenImage> = {}): SeenImage[] => [
    image(12, { sort_order, description: 'words 9', ...more }),
  ];
  const back: CommandSince = { found: [], after: at(52) };
  const other = (from: number, to: number): CommandSince => ({
    found: at(from),
    after: at(to),
    by: 'another',
  });
  const left = ['12 sort_order: changed-by-others sort_order'];
  it.each<[string, Partial<RevertInput>, unknown]>([
    [
      'what that one has moved is nobody’s edit',
      { now: at(51), since: [back, other(52, 51)] },
      { does: [], left: [] },
    ],
    ['what was moved after it is', { now: at(70), since: [back, other(52, 51)] }, { does: [], left }],
    ['what was moved before it is', { now: at(70), since: [back, other(70, 70)] }, { does: [], left }],
    [
      'and so is a text',
      { now: at(51, { description: 'theirs' }), since: [back, other(52, 51)] },
      { does: [], left: ['12 description: changed-by-others description'] },
    ],
    [
      'where there was none, what has moved since is somebody’s',
      { now: at(51), since: [back] },
      { does: [], left },
    ],
    [
      'what one that was cut short may have moved is nobody’s edit',
      { now: at(51), since: [back, { found: at(52), after: undefined, by: 'another' }] },
      { does: [], left: [] },
    ],
  ])('%s', (_, input, told) => {
    expect(reverted({ before, writes, putBack, after: [], ...input })).toEqual(told);
  });

  it('nor is an image that the run changed and that one has removed', () => {
    const after = [image(1, { description: 'new' })];
    const input = { before: [image(1)], writes: [changed(1, { description: 'new' })], after };
    const gone = ['1 : changed-and-removed'];
    const took = (found: SeenImage[], by?: 'another'): CommandSince[] => [
      { found, after: [], ...(by === undefined ? {} : { by }) },
    ];
    expect(reverted({ ...input, since: took(after, 'another') })).toEqual({ does: [], left: [] });
    expect(reverted({ ...input, since: took([], 'another') })).toEqual({ does: [], left: gone });
    expect(reverted({ ...input, since: took(after) })).toEqual({ does: [], left: gone });
    expect(reverted(input)).toEqual({ does: [], left: gone });
  });

  const one = (description: string, sort_order = 1): SeenImage[] => [image(1, { description, sort_order })];
  const later: CommandSince = { found: one('new', 2), after: one('new', 5), by: 'later' };
  const changing = {
    before: one('words 1'),
    writes: [changed(1, { description: 'new', sort_order: 2 })],
    after: one('new', 2),
  };
  const goesBack = { does: [{ update: 1, wanted: { description: 'words 1', sort_order: 1 } }], left: [] };
  it.each<[string, Partial<RevertInput>, unknown]>([
    [
      'a later run that is not taken back keeps what it has changed',
      { since: [later], now: one('new', 5) },
      { does: [], left: ['1 sort_order: changed-by-others sort_order'] },
    ],
    [
      'of one that has been taken back nothing is left to keep',
      {
        since: [later, { found: one('new', 5), after: one('new', 2), by: 'another', takesBack: 0 }],
        now: one('new', 2),
      },
      goesBack,
    ],
    [
      'nor of this one where that was taken back in turn',
      {
        since: [
          { found: one('new', 2), after: one('words 1') },
          { found: one('words 1'), after: one('new', 2), takesBack: 0 },
        ],
        now: one('new', 2),
      },
      goesBack,
    ],
    [
      'what somebody has moved stays theirs, though another command has moved it since',
      {
        since: [{ found: one('new', 70), after: one('new', 71), by: 'another' }],
        now: one('new', 71),
      },
      { does: [], left: ['1 sort_order: changed-by-others sort_order'] },
    ],
  ])('%s', (_, input, told) => {
    expect(reverted({ ...changing, ...input })).toEqual(told);
  });

  it('the thumbnail that a later run has chosen stays, while that run stands', () => {
    const flagged = (id: number): SeenImage[] =>
      [1, 2, 3].map((one) => image(one, { is_thumbnail: one === id }));
    const chose: CommandSince = { found: flagged(2), after: flagged(3), by: 'later' };
    const undone: CommandSince = { found: flagged(3), after: flagged(2), by: 'another', takesBack: 0 };
    const run = { before: flagged(1), writes: [changed(2, { is_thumbnail: true })], after: flagged(2) };
    expect(reverted({ ...run, since: [chose], now: flagged(3) }).does).toEqual([]);
    expect(reverted({ ...run, since: [chose, undone], now: flagged(2) })).toEqual({
      does: [{ update: 1, wanted: { is_thumbnail: true } }],
      left: [],
    });
  });

  it('what the run changed and none of them has taken back goes back', () => {
    // The revert of this run could not finish; that of another has moved a sibling.
    const after = [image(1, { description: 'new' }), image(2)];
    const moved = [image(1, { description: 'new' }), image(2, { sort_order: 7 })];
    expect(
      reverted({
        before: [image(1), image(2)],
        writes: [changed(1, { description: 'new' })],
        after,
        since: [
          { found: after, after },
          { found: after, after: moved, by: 'another' },
        ],
        now: moved,
      }),
    ).toEqual({ does: [{ update: 1, wanted: { description: 'words 1' } }], left: [] });
  });
});

describe('a thumbnail that an earlier revert has left on another image', () => {
  // The run removed the flagged 1 and made 9; the earlier revert has put 1 back as 12 and removed 9, and the store flagged 2.
  const left = [
    image(12, { description: 'words 1', sort_order: 1 }),
    image(2, { is_thumbnail: true }),
    image(3),
  ];
  const input = {
    before: [image(1, { is_thumbnail: true }), image(2), image(3)],
    writes: [made(9), removed(1)],
    after: [image(9, { is_thumbnail: true }), image(2), image(3)],
    putBack: as(1, 12),
  };
  const since = [{ found: input.after, after: left }];
  const theirs = 'changed-by-others is_thumbnail';
  const chosen = 'other-thumbnail-chosen';
  it('goes back where it was', () => {
    expect(reverted({ ...input, since, now: left })).toEqual({
      does: [{ update: 12, wanted: { is_thumbnail: true } }],
      left: [],
    });
  });
  it('stays on the one that somebody has chosen since', () => {
    const now = left.map((one) => ({ ...one, is_thumbnail: one.image_id === 3 }));
    expect(reverted({ ...input, since, now })).toEqual({
      does: [],
      left: [`12 is_thumbnail: ${chosen}`, `3 is_thumbnail: ${theirs}`],
    });
  });
  it('or had chosen before', () => {
    const found = input.after.map((one) => ({ ...one, is_thumbnail: one.image_id === 2 }));
    expect(reverted({ ...input, since: [{ found, after: left }], now: left })).toEqual({
      does: [],
      left: [`12 is_thumbnail: ${chosen}`, `2 is_thumbnail: ${theirs}`],
    });
  });
  it.each<[string, Partial<SeenImage>, string]>([
    ['a place', { sort_order: 7 }, 'sort_order'],
    ['a text', { description: 'theirs' }, 'description'],
  ])('what somebody has changed since of what was put back stays, too: %s', (_, edit, field) => {
    const now = left.map((one) => (one.image_id === 12 ? { ...one, ...edit } : one));
    expect(reverted({ ...input, since, now })).toEqual({
      does: [],
      left: [`12 ${field}: changed-by-others ${field}`],
    });
  });
});
