// A write was answered, and the answer does not say what became of it: a look has to.
import type { Saying } from './sayings.ts';

export class InDoubt extends Error {
  override readonly name = 'InDoubt';
  readonly says: Saying;
  constructor(says: Saying) {
    super(says.code);
    this.says = says;
  }
}
