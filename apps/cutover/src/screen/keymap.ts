// The one table of keys: what is pressed, what it does, and the words for it in the footer and the help.
import type { Key } from 'ink';

/** Keys that ask for another pace: a tenth of the quota more or less, or twice or half as much at once. */
export type PaceKey = 'more-quota' | 'less-quota' | 'more-at-once' | 'fewer-at-once';
export type KeyCommand = 'pause' | 'stop' | 'help' | 'interrupt' | 'close-help' | PaceKey;
export interface KeyEntry {
  readonly command: KeyCommand;
  /** As a person reads it. */
  readonly key: string;
  /** Shown in the footer; '' keeps it out of there. */
  readonly label: string;
  readonly help: string;
  readonly matches: (input: string, key: Pick<Key, 'ctrl' | 'escape' | 'meta'>) => boolean;
}

const letter =
  (...wanted: readonly string[]) =>
  (input: string, key: Pick<Key, 'ctrl' | 'meta'>): boolean =>
    !key.ctrl && !key.meta && wanted.includes(input.toLowerCase());

export const keymap: readonly KeyEntry[] = [
  {
    command: 'pause',
    key: 'p',
    label: 'pause',
    help: 'Pause: no new request is taken. Again: go on.',
    matches: letter('p'),
  },
  {
    command: 'stop',
    key: 'q',
    label: 'stop safely',
    help: 'Stop safely: requests in flight are finished and recorded. The same command continues.',
    matches: letter('q'),
  },
  { command: 'help', key: '?', label: 'help', help: 'Show or hide this help.', matches: letter('?') },
  {
    command: 'less-quota',
    key: '-',
    label: 'slower',
    help: 'Slower: a tenth of the stores’ quota less, for this run.',
    matches: letter('-'),
  },
  {
    command: 'more-quota',
    key: '+',
    label: 'faster',
    help: 'Faster: a tenth more.',
    // Where it takes no shift key.
    matches: letter('+', '='),
  },
  {
    command: 'fewer-at-once',
    key: '<',
    label: '',
    help: 'Half as many requests and pictures at once.',
    matches: letter('<'),
  },
  {
    command: 'more-at-once',
    key: '>',
    label: '',
    help: 'Twice as many, up to what the stores allow.',
    matches: letter('>'),
  },
  {
    command: 'interrupt',
    key: 'Ctrl-C',
    label: '',
    help: 'Stop safely. Twice: leave at once; the journal keeps what is certain and what is not.',
    matches: (input, key) => key.ctrl && input === 'c',
  },
  {
    command: 'close-help',
    key: 'Esc',
    label: '',
    help: 'Hide this help.',
    matches: (_input, key) => key.escape,
  },
];

/** What a key press asks for, undefined for keys without a meaning. */
export function commandOf(input: string, key: Pick<Key, 'ctrl' | 'escape' | 'meta'>): KeyCommand | undefined {
  return keymap.find((entry) => entry.matches(input, key))?.command;
}
