// How much work some code does, counted and not timed: how many letters the language's own operations on text are made to
// look at, and how many elements those on arrays. Invariant: what is counted does not depend on the machine. What regular
// expressions do beyond one pass is not seen here; a house rule allows only those that make one.

/** A text that grows in pieces is copied whole when it is cut: `whole` counts that, for readers which hold such a text. */
export type Slices = 'as long as they are' | 'whole';

/** What an operation looks at; `from`: where an expression that goes on has stood before. */
type Cost = (self: unknown, given: unknown[], result: unknown, from: number) => number;
type Operation = (...given: unknown[]) => unknown;

/** Steps of the work; nothing else may run meanwhile. */
export async function countedSteps(
  work: () => unknown,
  slices: Slices = 'as long as they are',
): Promise<number> {
  let steps = 0;
  const undo: (() => void)[] = [];
  const count = (owner: object, name: string, cost: Cost): void => {
    const whole = Object.getOwnPropertyDescriptor(owner, name);
    const original: unknown = whole?.value;
    if (whole === undefined || !isOperation(original)) throw new Error(`there is no ${name} to count`);
    const counted = function (this: unknown, ...given: unknown[]): unknown {
      const from = this instanceof RegExp ? this.lastIndex : 0;
      const result = Reflect.apply(original, this, given);
      steps += cost(this, given, result, from) + 1;
      return result;
    };
    Object.defineProperty(owner, name, { ...whole, value: counted });
    undo.push(() => Object.defineProperty(owner, name, whole));
  };
  for (const name of [
    'trim',
    'trimStart',
    'trimEnd',
    'replace',
    'replaceAll',
    'split',
    'match',
    'matchAll',
    'search',
  ])
    count(String.prototype, name, length);
  for (const name of ['normalize', 'toLowerCase', 'toUpperCase', 'toWellFormed', 'includes'])
    count(String.prototype, name, length);
  count(String.prototype, 'slice', slices === 'whole' ? length : (_, __, result) => length(result));
  count(String.prototype, 'indexOf', (self, [, from], found) => reach(self, from, found));
  for (const name of ['charAt', 'charCodeAt', 'startsWith', 'endsWith'])
    count(String.prototype, name, () => 0);
  // All that is done with an expression goes by way of this.
  count(RegExp.prototype, 'exec', (self, [text], found, from) =>
    self instanceof RegExp && self.sticky ? 0 : length(text) - from - left(text, found),
  );
  for (const name of ['shift', 'unshift', 'splice', 'includes', 'indexOf'])
    count(Array.prototype, name, length);
  count(Buffer, 'concat', (_, __, result) => length(result));
  count(globalThis, 'decodeURIComponent', (_, [text]) => length(text));
  try {
    await work();
  } finally {
    for (const put of undo.toReversed()) put();
  }
  return steps;
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'function';
}

function length(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array ? value.length : 0;
}

/** How far a search has looked. */
function reach(self: unknown, from: unknown, found: unknown): number {
  const end = typeof found === 'number' && found >= 0 ? found : length(self);
  return Math.max(0, end - (typeof from === 'number' ? from : 0));
}

/** What an expression that was found has not looked at any more. */
function left(text: unknown, found: unknown): number {
  return Array.isArray(found) && 'index' in found && typeof found.index === 'number'
    ? Math.max(0, length(text) - found.index - length(found[0]))
    : 0;
}
