// An input in a file: what was played last, for whoever finds the player dead, and what was found, to be played again.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import type { FuzzInput } from './parser.ts';

const noteSchema = z.object({
  parser: z.string(),
  choice: z.int(),
  expected: z.string().exactOptional(),
  bytes: z.base64(),
});

/** A finding as it is kept. */
export function noteOf(parser: string, { bytes, choice, expected }: FuzzInput): string {
  const known = expected === undefined ? {} : { expected };
  return `${JSON.stringify({ parser, choice, ...known, bytes: Buffer.from(bytes).toString('base64') })}\n`;
}

export function readNote(text: string): { readonly parser: string; readonly input: FuzzInput } {
  const { parser, bytes, ...rest } = noteSchema.parse(JSON.parse(text));
  return { parser, input: { ...rest, bytes: Buffer.from(bytes, 'base64') } };
}

export interface LastInput {
  write(parser: string, input: FuzzInput): void;
  close(): void;
}

/** Writes each input over the one before it; a number in front says how many there were. */
export function openLastInput(file: string): LastInput {
  const handle = openSync(file, 'w');
  let inputs = 0;
  return {
    write(parser, input) {
      inputs += 1;
      writeSync(handle, `${inputs}\n${noteOf(parser, input)}`, 0);
    },
    close: () => closeSync(handle),
  };
}

/** How many inputs were begun, and the last of them. */
export function readLastInput(file: string): { readonly inputs: number; readonly note: string } {
  const [inputs = '', note = ''] = readFileSync(file, 'utf8').split('\n', 2);
  return { inputs: Number(inputs), note };
}
