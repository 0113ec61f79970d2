import { describe, expect, it } from 'vitest';
import { BREAKS_MAX, createBreaker, UNANSWERED_IN_A_ROW_MAX } from './breaker.ts';
import type { Outcome } from './write.ts';

const unanswered = (times: number): readonly Outcome[] => Array.from({ length: times }, () => 'doubt');
const full = unanswered(UNANSWERED_IN_A_ROW_MAX);
const barely = unanswered(UNANSWERED_IN_A_ROW_MAX - 1);
const sayNothing: readonly Outcome[] = ['failed', 'limit', 'apart', 'later', 'unseen'];

function playing(outageMs = 0) {
  let nowMs = 1_000;
  const breaker = createBreaker({ clock: { monotonicMs: () => nowMs }, outageMs });
  return {
    breaker,
    note(outcomes: readonly Outcome[]): void {
      for (const outcome of outcomes) breaker.note(outcome);
    },
    pass(ms: number): void {
      nowMs += ms;
    },
  };
}

describe('the breaker', () => {
  it.each([
    { what: 'nothing', outcomes: [], isOpen: false },
    { what: 'one unanswered write too few', outcomes: barely, isOpen: false },
    { what: 'as many unanswered writes as it takes', outcomes: full, isOpen: true },
    {
      what: 'outcomes that say nothing of the store, in between',
      outcomes: [...barely, ...sayNothing, 'doubt'] satisfies Outcome[],
      isOpen: true,
    },
    { what: 'those alone', outcomes: [...sayNothing, ...sayNothing], isOpen: false },
    {
      what: 'a write in between that got through',
      outcomes: [...barely, 'applied', ...barely] satisfies Outcome[],
      isOpen: false,
    },
  ])('after $what: open is $isOpen', ({ outcomes, isOpen }) => {
    const { breaker, note } = playing();
    note(outcomes);
    expect([breaker.isOpen(), breaker.isBroken()]).toEqual([isOpen, false]);
  });

  it('that is closed is broken, whatever fails, until a write gets through', () => {
    const { breaker, note } = playing();
    const seen: unknown[] = [];
    const look = (): void => void seen.push([breaker.isOpen(), breaker.isBroken()]);
    note(full);
    breaker.close();
    look();
    note(sayNothing);
    look();
    note(barely);
    look();
    note(['applied']);
    look();
    expect(seen).toEqual([
      [false, true],
      [false, true],
      [false, true],
      [false, false],
    ]);
  });

  it('gives up when it has opened so often, but for a write in between', () => {
    const { breaker, note } = playing();
    const seen: string[] = [];
    const opened = (times: number): void => {
      for (let time = 0; time < times; time += 1) {
        note(full);
        seen.push(breaker.close());
      }
    };
    opened(BREAKS_MAX - 1);
    note(['applied']);
    opened(BREAKS_MAX);
    expect(seen).toEqual(['wait', 'wait', 'wait', 'wait', 'give-up']);
  });

  it('that is to wait an outage out gives up when it has lasted so long since the first time', () => {
    const { breaker, note, pass } = playing(60_000);
    const seen: string[] = [];
    for (const ms of [100_000, 20_000, 20_000, 19_999, 1]) {
      pass(ms);
      note(full);
      seen.push(breaker.close());
    }
    expect(seen).toEqual(['wait', 'wait', 'wait', 'wait', 'give-up']);
  });
});
