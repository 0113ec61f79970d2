// What `status` says of writes without an answer: while a run is at work they are on their way.
import { expect, test } from 'vitest';
import type { Upcoming } from '../reporters/json-lines.ts';
import { upcomingText } from './upcoming.ts';

const left: Upcoming = {
  run: 'r0001-aa28',
  pending: { create: 3, update: 0, remove: 0 },
  inDoubt: [
    { action: 'r0001-aa28/0000001', status: 'blocked', ageSeconds: 7200 },
    { action: 'r0001-aa28/0000002', status: 'started', ageSeconds: 3 },
    { action: 'r0001-aa28/0000003', status: 'started', ageSeconds: 3 },
  ],
  failed: {},
};
const heading = 'Left of r0001-aa28: 3 images to create, 0 to update, 0 to remove';
const blocked = '  blocked for 2 h: r0001-aa28/0000001, waits for `cutover settle`';

test('while the run is at work what it has sent is counted, and only what waits for a person is named', () => {
  expect(upcomingText(left, { isUnderWay: true })).toEqual([
    '',
    heading,
    '  sent and not answered yet: 2 writes',
    blocked,
  ]);
});

test('of a run that has stopped each of them is named', () => {
  expect(upcomingText(left)).toEqual([
    '',
    heading,
    blocked,
    '  started for 3 s: r0001-aa28/0000002, settled by looking',
    '  started for 3 s: r0001-aa28/0000003, settled by looking',
  ]);
});
