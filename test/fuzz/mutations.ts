// Bytes that somebody else may give us: noise, and real samples that were hit. As arbitraries of fast-check, so that a seed
// gives the same inputs again and what fails becomes small by itself.
import fc from 'fast-check';

/** No input grows beyond this by being hit. */
const bytesMax = 262_144;

type Blow =
  | { readonly does: 'put'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly does: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly does: 'remove'; readonly at: number; readonly length: number }
  | { readonly does: 'repeat'; readonly at: number; readonly length: number; readonly times: number }
  | { readonly does: 'cut'; readonly at: number }
  | { readonly does: 'graft'; readonly at: number; readonly from: number; readonly length: number };

/** Any place of an input, whatever its length. */
const place = fc.nat(0x3f_ff_ff_ff);
const fewBytes = fc.uint8Array({ minLength: 1, maxLength: 8 });

function blow(words: readonly string[]): fc.Arbitrary<Blow> {
  const bytes = fc.oneof(
    { weight: 2, arbitrary: fewBytes },
    {
      weight: 3,
      arbitrary: fc.constantFrom(...words).map((word): Uint8Array => Buffer.from(word, 'latin1')),
    },
  );
  const length = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 4_096 }));
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ does: fc.constant('put' as const), at: place, bytes }) },
    { weight: 4, arbitrary: fc.record({ does: fc.constant('insert' as const), at: place, bytes }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('remove' as const), at: place, length }) },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant('repeat' as const),
        at: place,
        length: fc.integer({ min: 1, max: 64 }),
        times: fc.oneof(
          { weight: 20, arbitrary: fc.integer({ min: 2, max: 40 }) },
          { weight: 1, arbitrary: fc.integer({ min: 1_000, max: 4_000 }) },
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('cut' as const), at: place }) },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant('graft' as const), at: place, from: place, length }),
    },
  );
}

function struck(bytes: Uint8Array, hit: Blow, other: Uint8Array): Uint8Array {
  const at = hit.at % (bytes.length + 1);
  const before = bytes.subarray(0, at);
  const join = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts).subarray(0, bytesMax);
  switch (hit.does) {
    case 'put':
      return join(before, hit.bytes, bytes.subarray(at + hit.bytes.length));
    case 'insert':
      return join(before, hit.bytes, bytes.subarray(at));
    case 'remove':
      return join(before, bytes.subarray(at + hit.length));
    case 'repeat': {
      const piece = bytes.subarray(at, at + hit.length);
      return join(before, ...Array.from({ length: hit.times }, () => piece), bytes.subarray(at));
    }
    case 'cut':
      return join(before);
    case 'graft': {
      const from = hit.from % (other.length + 1);
      return join(before, other.subarray(from, from + hit.length), bytes.subarray(at));
    }
  }
}

/** One of the samples, hit some times; `words` are what the parser looks for, and so worth putting in wrong places. */
export function hitSamples(
  samples: readonly Uint8Array[],
  words: readonly string[],
): fc.Arbitrary<Uint8Array> {
  const sample = fc.constantFrom(...samples);
  return fc
    .tuple(sample, sample, fc.array(blow(words), { minLength: 1, maxLength: 6 }))
    .map(([begun, other, blows]) =>
      blows.reduce<Uint8Array>((bytes, hit) => struck(bytes, hit, other), begun),
    );
}

/** No sample at all. */
export const noise: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.uint8Array({ maxLength: 2_048, size: 'max' }),
  fc.string({ unit: 'binary', maxLength: 256 }).map((text): Uint8Array => Buffer.from(text)),
);

/** What stands where another value belongs. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(null, '', 0, -1, 1.5, 1e21, 2 ** 53, '0', '1', 'true', false, true, [], {}, [
    [],
  ]),
  fc.constantFrom('\u0000', '\u001b[2J', '\u202e', '\ud800', '=1+1', '../../x', 'x'.repeat(5_000)),
  fc.jsonValue({ maxDepth: 3 }),
);

interface JsonHit {
  readonly at: number;
  readonly does: 'replace' | 'remove' | 'double' | 'rename';
  readonly value: unknown;
  readonly name: string;
}

const jsonHit: fc.Arbitrary<JsonHit> = fc.record({
  at: place,
  does: fc.constantFrom('replace', 'replace', 'remove', 'double', 'rename'),
  value: oddValue,
  name: fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'length', 'id', 'data'),
    fc.string(),
  ),
});

/** Samples that stay JSON while their values, names and lists are changed. */
export function hitJson(samples: readonly unknown[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(jsonHit, { minLength: 1, maxLength: 4 }))
    .map(([sample, hits]) => Buffer.from(hits.reduce(struckJson, JSON.stringify(sample))));
}

function struckJson(text: string, hit: JsonHit): string {
  const holder: Record<string, unknown> = { all: JSON.parse(text) };
  const places = placesIn(holder);
  const { within, key } = places[hit.at % places.length] ?? { within: holder, key: 'all' };
  if (Array.isArray(within)) {
    const index = Number(key);
    if (hit.does === 'remove') within.splice(index, 1);
    else if (hit.does === 'replace') within[index] = hit.value;
    else within.splice(index, 0, within[index]);
  } else {
    const value = within[key];
    if (hit.does !== 'double') delete within[key];
    const name = hit.does === 'rename' ? hit.name : key;
    const put = hit.does === 'replace' ? hit.value : hit.does === 'double' ? [value, value] : value;
    // Defined and not set: a name such as __proto__ is a name like any other in JSON.
    if (hit.does !== 'remove')
      Object.defineProperty(within, name, {
        value: put,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return JSON.stringify(holder['all']) ?? 'null';
}

type Holder = Record<string, unknown> | unknown[];
interface JsonPlace {
  readonly within: Holder;
  readonly key: string;
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

function placesIn(holder: Holder): JsonPlace[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { within: holder, key },
    ...(isHolder(value) ? placesIn(value) : []),
  ]);
}
