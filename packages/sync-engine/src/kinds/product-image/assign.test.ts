// Several open creates of one product: tables for what decides between them, laws for what must hold whatever is there.
import type { ProductImage } from '@cutover/field-mapper';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { named } from '../../testing/images.ts';
import { tellOne } from '../../testing/one-create.ts';
import { type Doubt, reconcile, type Seen, type Verdict } from './reconcile.ts';

interface Sent {
  readonly name?: string;
  readonly text?: string;
  /** Letters stand for pictures; a capital for one that nobody could look at. */
  readonly picture?: string;
  readonly basis?: readonly number[];
}
interface There {
  readonly id: number;
  readonly name?: string;
  readonly text?: string;
  readonly picture?: string;
}

const isSeen = (picture: string): boolean => picture === picture.toLowerCase();

/** What looking at the pictures would have told of each create. */
function doubtsOf(sent: readonly Sent[], there: readonly There[]): Doubt[] {
  return sent.map(({ name = 'mug', text = '', picture = 'A', basis = [] }) => {
    const looked = there.filter((one) => isSeen(picture) && isSeen(one.picture ?? 'A'));
    const ids = (isSame: boolean): Set<number> =>
      new Set(looked.filter((one) => (one.picture === picture) === isSame).map(({ id }) => id));
    return {
      action: { verb: 'create', wanted: { description: text } },
      attempt: { basis, sentName: `${name}.jpg` },
      samePictures: ids(true),
      otherPictures: ids(false),
      picture: isSeen(picture) ? picture.codePointAt(0) : undefined,
    };
  });
}

function listOf(there: readonly There[]): ProductImage[] {
  return there.map(({ id, name = 'mug', text = '' }) => named(name, id, { description: text }));
}

function tell(sent: readonly Sent[], there: readonly There[], claimed: readonly number[] = []): Verdict[] {
  return reconcile({ listed: listOf(there), claimed: new Set(claimed) }, doubtsOf(sent, there));
}

/** `5`: found as image 5; `5+6`: 6 is surplus; `-`: absent; `?5`: 5 may be it. */
function inShort(verdicts: readonly Verdict[]): string {
  return verdicts
    .map((verdict) => {
      if (verdict.is === 'absent') return '-';
      if (verdict.is === 'unclear') return `?${verdict.candidates.map(({ imageId }) => imageId).join(',')}`;
      return [verdict.imageId, ...verdict.surplus].join('+');
    })
    .join(' ');
}

const LONG = 'long '.repeat(24).trim();
const cups: Sent[] = [{ name: 'cup' }, { name: 'lid' }];
const twins: Sent[] = [{ picture: 'a' }, { picture: 'a' }, { picture: 'a' }];

const cases: readonly [string, Sent[], There[], string][] = [
  ['nothing is new', cups, [], '- -'],
  [
    'each by its name, in whatever order they were made',
    cups,
    [
      { id: 5, name: 'lid' },
      { id: 6, name: 'cup' },
    ],
    '6 5',
  ],
  ['one was made: the other is absent', cups, [{ id: 5, name: 'lid' }], '- 5'],
  [
    'one name, told apart by texts',
    [{ text: 'a' }, { text: 'b' }],
    [
      { id: 5, text: 'b' },
      { id: 6, text: 'a' },
    ],
    '6 5',
  ],
  [
    'one name and one text, told apart by pictures',
    [{ picture: 'a' }, { picture: 'b' }],
    [
      { id: 5, picture: 'b' },
      { id: 6, picture: 'a' },
    ],
    '6 5',
  ],
  [
    'one of two that only their pictures tell apart',
    [{ picture: 'a' }, { picture: 'b' }],
    [{ id: 5, picture: 'b' }],
    '- 5',
  ],
  [
    'twins: in the order of sending',
    twins,
    [
      { id: 6, picture: 'a' },
      { id: 5, picture: 'a' },
      { id: 7, picture: 'a' },
    ],
    '5 6 7',
  ],
  ['twins of which some were made: the first', twins, [{ id: 5, picture: 'a' }], '5 - -'],
  ['twins, where nobody can look at what was made', twins, [{ id: 5 }, { id: 6 }], '5 6 -'],
  [
    'one more than the twins that were sent is surplus',
    twins,
    [5, 6, 7, 8].map((id) => ({ id, picture: 'a' })),
    '5+8 6 7',
  ],
  [
    'alike but for pictures that nobody can look at: not guessed',
    [{}, {}],
    [{ id: 5 }, { id: 6 }],
    '?5,6 ?5,6',
  ],
  ['… nor where there is one', [{}, {}], [{ id: 5 }], '?5 ?5'],
  [
    '… which keeps nobody else from being told',
    [{}, {}, { name: 'lid' }],
    [{ id: 5 }, { id: 6, name: 'lid' }],
    '?5 ?5 6',
  ],
  [
    'the one that was seen is told, and so is the other',
    [{ picture: 'a' }, {}],
    [{ id: 5 }, { id: 6, picture: 'a' }],
    '6 5',
  ],
  [
    'who can have made one only leaves the other to the rest',
    [{ picture: 'a' }, { picture: 'b' }],
    [{ id: 5 }, { id: 6, picture: 'a' }],
    '6 5',
  ],
  [
    'a text that was changed: by name, when the better fit is taken',
    [{ text: 'a' }, { text: 'b' }],
    [
      { id: 5, text: 'z' },
      { id: 6, text: 'a' },
    ],
    '6 5',
  ],
  ['a stranger among them: not guessed', [{}, {}], [5, 6, 7].map((id) => ({ id })), '?5,6,7 ?5,6,7'],
  [
    'a text that may be another one, cut: whose it is to the letter',
    [
      { text: `${LONG} and more`, picture: 'a' },
      { text: LONG, picture: 'a' },
    ],
    [{ id: 5, text: LONG, picture: 'a' }],
    '- 5',
  ],
  [
    'renamed by the store: by picture and text',
    [
      { name: '杯', picture: 'a' },
      { name: '盖', picture: 'b' },
    ],
    [
      { id: 5, name: 'image', picture: 'b' },
      { id: 6, name: 'image', picture: 'a' },
    ],
    '6 5',
  ],
  ['a placeholder may be either', [{ picture: 'a' }, { picture: 'b' }], [{ id: 5, picture: 'c' }], '?5 ?5'],
  [
    'an unknown name may be what is missing',
    cups,
    [
      { id: 5, name: 'cup' },
      { id: 6, name: 'dish' },
    ],
    '5 ?6',
  ],
  [
    'and is not surplus where it may be another’s',
    cups,
    [
      { id: 5, name: 'cup' },
      { id: 6, name: 'cup' },
    ],
    '5 ?6',
  ],
  [
    'surplus where it certainly is nobody’s',
    [
      { name: 'cup', picture: 'a' },
      { name: 'lid', picture: 'b' },
    ],
    [
      { id: 5, name: 'cup', picture: 'a' },
      { id: 6, name: 'cup', picture: 'a' },
    ],
    '5+6 -',
  ],
  [
    'what one’s basis has is the other’s',
    [{ picture: 'a', basis: [5] }, { picture: 'a' }],
    [{ id: 5, picture: 'a' }],
    '- 5',
  ],
];

describe('several creates without an answer', () => {
  it.each(cases)('%s', (_, sent, there, expected) => {
    expect(inShort(tell(sent, there))).toBe(expected);
  });

  it('leaves alone what another action has claimed', () => {
    expect(
      inShort(
        tell(
          twins,
          [
            { id: 5, picture: 'a' },
            { id: 6, picture: 'a' },
          ],
          [5],
        ),
      ),
    ).toBe('6 - -');
  });

  it('tells creates and changes of one product side by side', () => {
    const update: Doubt = {
      action: {
        verb: 'update',
        subject: { kind: 'product-image', productId: 9, imageId: 5 },
        wanted: { description: 'x' },
      },
      attempt: { basis: [5], sentName: '' },
    };
    const [create] = doubtsOf([{ basis: [5] }], []);
    const seen: Seen = {
      listed: [named('old', 5, { description: 'x' }), named('mug', 6)],
      claimed: new Set(),
    };
    expect(inShort(reconcile(seen, [update, ...(create === undefined ? [] : [create])]))).toBe('5 6');
  });
});

/** Assignments that are wrong on purpose: the same question with a part of what is known left out or made up. */
const wrong: Readonly<Record<string, (sent: readonly Sent[], there: readonly There[]) => Verdict[]>> = {
  'all creates are taken for alike': (sent, there) => {
    const every = new Set(there.map(({ id }) => id));
    const alike = { otherPictures: new Set<number>(), samePictures: every, picture: 1 };
    const doubts = doubtsOf(sent, there).map((doubt) => ({ ...doubt, ...alike }));
    return reconcile({ listed: listOf(there), claimed: new Set() }, doubts);
  },
  'the order of sending counts for nothing': (sent, there) => tell(sent.toReversed(), there).toReversed(),
  'texts are not looked at': (sent, there) =>
    tell(
      sent.map((one) => ({ ...one, text: '' })),
      there.map((one) => ({ ...one, text: '' })),
    ),
  'pictures are not looked at': (sent, there) =>
    tell(
      sent.map((one) => ({ ...one, picture: 'A' })),
      there,
    ),
  'what was there before is taken, too': (sent, there) =>
    tell(
      sent.map((one) => ({ ...one, basis: [] })),
      there,
    ),
  'each create is told as if it were alone': (sent, there) => sent.flatMap((one) => tell([one], there)),
};

describe('an assignment that is wrong on purpose', () => {
  const red = (assignment: (typeof wrong)[string]): string[] =>
    cases.flatMap(([name, sent, there, expected]) =>
      inShort(assignment(sent, there)) === expected ? [] : [name],
    );

  it('is caught by a case of the table, and the right one by none', () => {
    expect(red((sent, there) => tell(sent, there))).toEqual([]);
    const first = Object.entries(wrong).map(([name, assignment]) => [name, red(assignment)[0]]);
    expect(Object.fromEntries(first)).toEqual({
      'all creates are taken for alike': 'one name and one text, told apart by pictures',
      'the order of sending counts for nothing': 'twins: in the order of sending',
      'texts are not looked at': 'one name, told apart by texts',
      'pictures are not looked at': 'one name and one text, told apart by pictures',
      'what was there before is taken, too': 'what one’s basis has is the other’s',
      'each create is told as if it were alone': 'one was made: the other is absent',
    });
  });
});

const names = fc.constantFrom(
  'mug',
  'cup',
  'mug__12345',
  'a long name that a store may cut',
  'a long name that a store may cut short',
  '杯',
);
const texts = fc.constantFrom(
  '',
  'front',
  'back',
  ' front',
  `${'long '.repeat(24)}a`,
  `${'long '.repeat(24)}b`,
  'long '.repeat(22).trim(),
);
const pictures = fc.constantFrom('a', 'b', 'c', 'A', 'B');
const facts = { name: names, text: texts, picture: pictures };
const sends = fc.array(fc.record({ ...facts, basis: fc.subarray([11, 12]) }), { minLength: 1, maxLength: 5 });
const lists = fc.uniqueArray(fc.record({ ...facts, id: fc.integer({ min: 10, max: 19 }) }), {
  maxLength: 7,
  selector: ({ id }) => id,
});
const claims = fc.subarray([10, 13]);
const foundIds = (verdicts: readonly Verdict[]): number[] =>
  verdicts.flatMap((one) => (one.is === 'found' ? [one.imageId] : []));

describe('laws of the assignment', () => {
  const check = (law: fc.IProperty<[Sent[], There[], number[]]>): void => fc.assert(law, { numRuns: 1000 });

  it('of one create it tells what that create alone tells', () => {
    check(
      fc.property(sends, lists, claims, (sent, there, claimed) => {
        for (const doubt of doubtsOf(sent, there)) {
          const seen = { listed: listOf(there), claimed: new Set(claimed) };
          expect(reconcile(seen, [doubt])).toEqual([tellOne(seen, doubt)]);
        }
      }),
    );
  });

  it('gives no image to two, and none that was there before or is claimed', () => {
    check(
      fc.property(sends, lists, claims, (sent, there, claimed) => {
        const verdicts = tell(sent, there, claimed);
        const told = verdicts.flatMap((one) => (one.is === 'found' ? [one.imageId, ...one.surplus] : []));
        expect(told).toEqual([...new Set(told)]);
        for (const [index, verdict] of verdicts.entries())
          if (verdict.is === 'found')
            expect([...claimed, ...(sent[index]?.basis ?? [])]).not.toContain(verdict.imageId);
      }),
    );
  });

  it('calls surplus nothing that may be what another has made', () => {
    check(
      fc.property(sends, lists, claims, (sent, there, claimed) => {
        const verdicts = tell(sent, there, claimed);
        const surplus = verdicts.flatMap((one) => (one.is === 'found' ? one.surplus : []));
        const open = new Set(
          verdicts.flatMap((one) =>
            one.is === 'unclear' ? one.candidates.map(({ imageId }) => imageId) : [],
          ),
        );
        expect(surplus.filter((id) => open.has(id))).toEqual([]);
      }),
    );
  });

  it('is absent only where each image that fits has another maker', () => {
    check(
      fc.property(sends, lists, claims, (sent, there, claimed) => {
        const seen = { listed: listOf(there), claimed: new Set(claimed) };
        const doubts = doubtsOf(sent, there);
        const verdicts = reconcile(seen, doubts);
        const found = foundIds(verdicts);
        for (const [index, verdict] of verdicts.entries()) {
          const doubt = doubts[index];
          if (verdict.is !== 'absent' || doubt === undefined) continue;
          const left = { ...seen, claimed: new Set([...claimed, ...found]) };
          expect(tellOne(left, doubt)).toEqual({ is: 'absent' });
        }
      }),
    );
  });

  it('does not depend on the order of the list', () => {
    check(
      fc.property(sends, lists, claims, (sent, there, claimed) => {
        expect(tell(sent, there.toReversed(), claimed)).toEqual(tell(sent, there, claimed));
      }),
    );
  });

  it('an image that fits no create takes nothing from what was found', () => {
    check(
      fc.property(sends, lists, claims, (sent, there, claimed) => {
        const before = tell(sent, there, claimed);
        const after = tell(
          sent,
          [{ id: 1, name: 'stranger', text: 'of others', picture: 'z' }, ...there],
          claimed,
        );
        for (const [index, verdict] of before.entries()) {
          const now = after[index];
          if (verdict.is === 'found') expect(now).toMatchObject({ is: 'found', imageId: verdict.imageId });
        }
      }),
    );
  });

  it('of what a store has made of a dispatch, it never takes one for another that says or shows something else', () => {
    check(
      fc.property(sends, lists, fc.array(fc.nat(9), { maxLength: 5 }), (sent, foreign, order) => {
        // Any subset in any order is made; others' images are there from before.
        const basis = foreign.map(({ id }) => id);
        const made = [...new Set(order)].filter((index) => index < sent.length);
        const there = made.map((index, place) => ({ ...sent[index], id: 30 + place }));
        const all = sent.map((one) => ({ ...one, basis }));
        for (const [index, verdict] of tell(all, [...foreign, ...there]).entries()) {
          if (verdict.is !== 'found') continue;
          const maker = sent[made[verdict.imageId - 30] ?? -1];
          const { name, text, picture } = sent[index] ?? {};
          expect([maker?.text, maker?.picture?.toLowerCase()], `${name}`).toEqual([
            text,
            picture?.toLowerCase(),
          ]);
        }
      }),
    );
  });
});
