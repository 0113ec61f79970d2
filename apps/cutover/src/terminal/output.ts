// The one way out for text. Invariants: nothing leaves with a token in it; a closed stdout ends no process by itself
// (the listener decides); a live line is taken away before anything else is printed and comes back after; no text but
// data paints anything that a terminal would obey, whatever its caller has forgotten; and words are broken where they go
// to a terminal, and nowhere else.

import { columnsOf } from './abilities.ts';
import type { Sink } from './io.ts';
import type { Secrets } from './secrets.ts';
import { harmless } from './visible.ts';

export interface Output {
  /** A line of results on stdout. */
  readonly line: (text: string) => void;
  /** The same, as it is: a row of a file or a line of JSON that goes to stdout, which nothing breaks. */
  readonly data: (text: string) => void;
  /**
   * Waits until stdout takes more; at once when it does, and when nobody reads it any more. For long outputs into slow pipes.
   * @param until what ends the wait besides.
   */
  drained(until?: AbortSignal): Promise<void>;
  /** A line of words on stderr, silent under --quiet. */
  say(text: string): void;
  /** A line on stderr that --quiet does not silence: warnings, errors, questions. */
  warn(text: string): void;
  /** Text on stderr as it stands: the question of a prompt. */
  ask(text: string): void;
  /** The question has its answer, or gets none; `isEchoed`: what was typed has ended its line already. */
  answered(isEchoed: boolean): void;
  /** Shows, replaces or (with '') removes the live line; does nothing when stderr is no terminal. */
  live(text: string): void;
  /** True when stderr is a terminal on which a line may be rewritten. */
  readonly canLive: boolean;
  /** Another takes over the terminal (a screen): every line waits until it gives it back. */
  hold(): () => void;
  /** True while a question has no answer. */
  readonly isAsking: boolean;
  /** True while another has the terminal, which says itself what goes on. */
  readonly isHeld: boolean;
  /** Hears every word for people, also those that --quiet silences; for a log. */
  onSaid(listener: (text: string) => void): void;
  /** Called once when stdout takes no more: its reader has gone, or see `failure`. */
  onClosed(listener: () => void): void;
  /** Why stdout takes no more where it is a file that cannot grow; undefined where its reader has gone. */
  readonly failure: Error | undefined;
}

/** Makes the output over two streams. `canLive` false: no line is ever rewritten. */
export function createOutput(streams: {
  stdout: Sink;
  stderr: Sink;
  secrets: Secrets;
  quiet: () => boolean;
  canLive: boolean;
  /** Words with the commands in them as they can be pasted; default: as they are. */
  spell?: ((text: string) => string) | undefined;
  /** Words as the lines of a terminal that is so wide; default: as they are. */
  wrap?: ((text: string, columns: number) => readonly string[]) | undefined;
}): Output {
  const { stdout, stderr, secrets, quiet, canLive, wrap = (text: string) => [text] } = streams;
  const spell = streams.spell ?? ((text: string) => text);
  let closed = false;
  let failure: Error | undefined;
  let full = false;
  /** Those that wait until stdout takes more. */
  const waiting = new Set<() => void>();
  let isDrainAwaited = false;
  let liveText = '';
  let held: (() => void)[] | undefined;
  let isAsking = false;
  let hear: (text: string) => void = () => undefined;
  const listeners: (() => void)[] = [];

  // EPIPE, or a terminal that went away (EIO): the reader is gone, and what it would have read with it.
  stdout.on('error', (error) => {
    if (closed) return;
    closed = true;
    if (isFull(error)) failure = error;
    release();
    for (const listener of listeners) listener();
  });
  stderr.on('error', () => undefined);

  const release = (): void => {
    full = false;
    isDrainAwaited = false;
    for (const go of waiting) go();
  };
  const erase = (): void => {
    if (liveText !== '') stderr.write('\r\u001B[2K');
  };
  const restore = (): void => {
    if (liveText !== '') stderr.write(liveText);
  };
  /** Words as they go to this stream. */
  const linesFor = (sink: Sink, text: string): readonly string[] => {
    const told = secrets.redact(harmless(spell(text)));
    const columns = columnsOf(sink);
    return columns === undefined ? [told] : wrap(told, columns);
  };
  const print = (sink: Sink, text: () => string): void => {
    if (held !== undefined) {
      held.push(() => print(sink, text));
      return;
    }
    erase();
    // Words that come while somebody is asked do not run on behind the question.
    answered(false);
    const free = sink.write(`${text()}\n`);
    if (sink === stdout) full = !free;
    restore();
  };
  const printWords = (sink: Sink, text: string): void => print(sink, () => linesFor(sink, text).join('\n'));

  const answered = (isEchoed: boolean): void => {
    if (isAsking && !isEchoed) stderr.write('\n');
    isAsking = false;
  };

  return {
    canLive,
    answered,
    get failure() {
      return failure;
    },
    line(text) {
      if (!closed) printWords(stdout, text);
    },
    data(text) {
      if (!closed) print(stdout, () => secrets.redact(text));
    },
    drained(until) {
      if (closed || !full || until?.aborted === true) return Promise.resolve();
      if (!isDrainAwaited) stdout.once('drain', release);
      isDrainAwaited = true;
      return new Promise((resolve) => {
        const go = (): void => {
          waiting.delete(go);
          until?.removeEventListener('abort', go);
          resolve();
        };
        waiting.add(go);
        until?.addEventListener('abort', go, { once: true });
      });
    },
    say(text) {
      hear(spell(text));
      if (!quiet()) printWords(stderr, text);
    },
    warn(text) {
      hear(spell(text));
      printWords(stderr, text);
    },
    ask(text) {
      hear(spell(text));
      erase();
      liveText = '';
      // The space behind a question keeps the answer off it.
      const words = text.trimEnd();
      stderr.write(linesFor(stderr, words).join('\n') + text.slice(words.length));
      isAsking = true;
    },
    live(text) {
      if (!canLive || isAsking || quiet() || held !== undefined) return;
      erase();
      // A line that takes two rows could not be taken away again.
      liveText = linesFor(stderr, text)[0] ?? '';
      restore();
    },
    get isAsking() {
      return isAsking;
    },
    get isHeld() {
      return held !== undefined;
    },
    hold() {
      erase();
      liveText = '';
      held = [];
      return () => {
        const waiting = held ?? [];
        held = undefined;
        for (const tell of waiting) tell();
      };
    },
    onSaid(listener) {
      hear = listener;
    },
    onClosed(listener) {
      if (closed) listener();
      else listeners.push(listener);
    },
  };
}

/** A disk, a quota or a limit of the file: what follows is missing, and somebody has to know. */
const isFull = (error: unknown): error is Error =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ENOSPC' || error.code === 'EFBIG' || error.code === 'EDQUOT');
