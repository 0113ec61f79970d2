import { expect, it } from 'vitest';
import { aCreate } from '../testing/actions.ts';
import type { Moment } from './considered.ts';
import { settledOn } from './settled.ts';

const called = (number: number) => ({ id: `r0002-2222/${number}` });
const elsewhere = { subject: { kind: 'product-image', productId: 8 } } as const;
const doubts = [
  aCreate('blocked', { ...called(7), ...elsewhere }),
  aCreate('started', called(1)),
  aCreate('blocked', called(2)),
];
const journal = { doubtsOf: () => doubts };
const actions = [
  aCreate('failed', called(3)),
  aCreate('pending', called(4)),
  aCreate('applied', called(5)),
  aCreate('started', called(6)),
];

it.each<[string, Moment, string[]]>([
  ['two snapshots are compared: the doubts that wait for a person', { at: 'compare' }, ['2']],
  [
    'it is looked at: all doubts, and what this plan has not got done',
    { at: 'look', run: 'r0003-3333', actionsOf: (id) => (id === 9 ? actions : []) },
    ['3', '6', '1', '2'],
  ],
])('what is settled on a product when %s', (_, moment, names) => {
  expect(settledOn({ journal }, [8, 9], moment)(9).map(({ id }) => id.slice(11))).toEqual(names);
});
