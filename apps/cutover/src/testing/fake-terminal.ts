// A terminal that a screen may be drawn on: what was drawn, and when keys came one by one.
import { PassThrough } from 'node:stream';

export function fakeTerminal() {
  const written: string[] = [];
  const stdout = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 80,
    rows: 24,
    hasColors: () => false,
  });
  stdout.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const rawModes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => rawModes.push(on),
    ref: () => undefined,
    unref: () => undefined,
  });
  return { stdout, stdin, rawModes, text: () => written.join('') };
}
