// What a parser is to the fuzzer: where its inputs come from, and what must hold of each. Invariant: an input is bytes and
// one number, so that any of them can be kept in a file and played again.
import fc from 'fast-check';

export interface FuzzInput {
  readonly bytes: Uint8Array;
  /** Decides what the bytes do not: which method is asked, where chunks end. */
  readonly choice: number;
  /** What a valid input must be read as; absent where anything but a crash will do. */
  readonly expected?: string;
}

export interface FuzzParser {
  readonly name: string;
  readonly inputs: fc.Arbitrary<FuzzInput>;
  /** What came of an input, as text; throws where a law does not hold. */
  play(bytes: Uint8Array, choice: number): string | Promise<string>;
}

/**
 * Most that may come of an input: so many bytes for each of its own, a few sentences for each row or object, which may be as
 * short as its line's end, and some for what is said about the whole.
 */
const outPerByte = 32;
const outPerRow = 1_024;
const outBase = 65_536;
const rowBytes: ReadonlySet<number> = new Set([0x0a, 0x0d, 0x7b]);

export async function checkLaws(parser: FuzzParser, { bytes, choice, expected }: FuzzInput): Promise<void> {
  const out = await parser.play(bytes, choice);
  if (expected !== undefined && out !== expected)
    throw new Error(`a valid value was read otherwise: ${out.slice(0, 2_000)} instead of ${expected}`);
  const rows = bytes.reduce((sum, byte) => sum + Number(rowBytes.has(byte)), 0);
  const most = outBase + outPerByte * bytes.length + outPerRow * rows;
  if (out.length > most)
    throw new Error(`${bytes.length} bytes became ${out.length}, and ${most} is the most`);
}

/** Inputs that are anything at all, and now and then one that is valid. */
export function anyOrValid(
  any: fc.Arbitrary<Uint8Array>,
  valid: fc.Arbitrary<Required<FuzzInput>>,
): fc.Arbitrary<FuzzInput> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.record({ bytes: any, choice: fc.nat(0xff_ff) }) },
    { weight: 1, arbitrary: valid },
  );
}

/** What was thrown, if it is of the class that a caller is told to expect; else it is thrown on. */
export function onlyA<Failure extends Error>(
  error: unknown,
  kind: abstract new (...args: never[]) => Failure,
): Failure {
  if (!(error instanceof kind)) throw error;
  if (error.message.length > 1_500) throw new Error(`an error says ${error.message.length} characters`);
  return error;
}

/** Text that a terminal would obey has no place in a message. */
export function refuseControls(text: string): void {
  const found = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.exec(text)?.[0];
  if (found !== undefined)
    throw new Error(
      `a message holds the character U+${found.codePointAt(0)?.toString(16)}: ${JSON.stringify(text)}`,
    );
}
