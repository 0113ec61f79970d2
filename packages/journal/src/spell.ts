// What a spell is: a stretch of a run's time, with what it went by with. A run has some hundred at most, however long it
// takes, because spells of one kind are put together; so that people can be told how it went.

/** `sitting`: a process worked at the run; `wait`: nothing left meanwhile; `pace`: so many images were done in a phase. */
export type SpellKind = 'sitting' | 'wait' | 'pace';

export interface Spell {
  /** Its own within the run. */
  readonly number: number;
  readonly is: SpellKind;
  /**
   * Of a sitting how it ended (`finished`, `stopped` or the code of an error; '' while nobody has said), of a wait what was
   * waited for, of a pace the phase.
   */
  readonly word: string;
  /** Hash of the store that was waited for; '' where there is none. */
  readonly store: string;
  /** Wall clock, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** How many were put together in it, with what lay between them. */
  readonly times: number;
  /** Of these the time alone, in ms, without what lay between. */
  readonly ms: number;
  /** Images done meanwhile; of a pace alone. */
  readonly images: number;
}
