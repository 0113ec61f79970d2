// What a row of the option table says of its option. Flag, variable, key, help, what is kept with a run, what a continued
// run must share, and what the next command repeats: all of it is read off the row.
import type { SharedChoice } from '@cutover/sync-engine';
import { readSwitch } from './read-value.ts';

/** Headings of the help, in the order in which a person asks: which stores, which products, how safe. */
export const groups = ['Stores', 'Which products, which run', 'Safety', 'Pace', 'Output'] as const;

/** What an option is. `T` is the type of its value once it is read. */
export interface OptionRow<T> {
  /** What stands behind the flag in the help; undefined for a yes-or-no option. */
  readonly placeholder: string | undefined;
  /** Given several times? Its value is a list then. */
  readonly repeats: boolean;
  /** The default, spelled as a person would. */
  readonly fallback: string | undefined;
  /** The flag without its dashes, where it is not the key in kebab-case. */
  readonly flag?: string;
  /** The environment twin, where it is not CUTOVER_ and the flag in capitals. */
  readonly variable?: string;
  /**
   * Another option has the same flag. The variable that both would have is read for this one, too, where it has none of
   * its own and what stands there can be read as it.
   */
  readonly sharesVariable?: true;
  /**
   * False where it has to be given each time, so that no file may hold it; `own` where only the user's own file may, and
   * not one that lies in the working folder: what decides where tokens go, that nobody is asked, or which file is read or
   * written.
   */
  readonly inFile?: false | 'own';
  /** In a file it is an object, or a list of them, and the reader gets each as JSON. */
  readonly takesObjects?: true;
  /** The heading it has in a command's help; without one it is special to the command and stands before the groups. */
  readonly group?: (typeof groups)[number];
  /** Before or behind the others of its group, which come in the order of the table. */
  readonly placed?: 'first' | 'last';
  /** What was typed is kept with the run, so that `status` can print a command that finds and treats the stores alike. */
  readonly kept?: true;
  /** A run is continued only with the same value, so the command that continues it says it. */
  readonly mustMatch?: MustMatch;
  /** In which printed commands what was typed comes again. Default: in every one that knows the option. */
  readonly repeated?: 'by the same command' | 'never';
  readonly help: string;
  /** From the texts given (none: not given) to the value. */
  readonly read: (texts: readonly string[]) => T;
}

export interface MustMatch {
  /** The name under which the run keeps the value; default: the option's key. */
  readonly as?: string;
  /** The value that needs no words; default: the option's own default, or none. */
  readonly otherwise?: string;
  /** From what the run keeps to what a person types; default: the same text. */
  readonly spell?: (kept: unknown) => string;
  /** A plan is made with it. Absent where only what is read or shown goes by it, which its command sees to. */
  readonly ofPlan?: OfPlan;
}

/** How a choice is found in what is asked of the engine, which refuses to continue a plan that was made with another. */
export interface OfPlan extends Pick<SharedChoice, 'value' | 'words' | 'before'> {
  /** The how-manieth such option it is: a new one is the last, so that runs from before it are still known. */
  readonly came: number;
}

export type OptionRows = Readonly<Record<string, OptionRow<unknown>>>;

type Extra = Omit<Partial<OptionRow<unknown>>, 'placeholder' | 'repeats' | 'fallback' | 'help' | 'read'>;

/** A yes-or-no option. */
export const flag = (help: string, extra: Extra = {}): OptionRow<boolean> => ({
  placeholder: undefined,
  repeats: false,
  fallback: undefined,
  help,
  ...extra,
  read: ([text]) => (text === undefined ? false : readSwitch(text)),
});
/** An option with a value, undefined where none is given. */
export const value = <T>(
  placeholder: string,
  read: (text: string) => T,
  help: string,
  extra: Extra = {},
): OptionRow<T | undefined> => ({
  placeholder,
  repeats: false,
  fallback: undefined,
  help,
  ...extra,
  read: ([text]) => (text === undefined ? undefined : read(text)),
});
/** An option with a value, and what it is where none is given. */
export const valueOr = <T>(
  placeholder: string,
  read: (text: string) => T,
  fallback: string,
  help: string,
  extra: Extra = {},
): OptionRow<T> => ({
  placeholder,
  repeats: false,
  fallback,
  help,
  ...extra,
  read: ([text]) => read(text ?? fallback),
});
/** An option that may be given several times. */
export const list = <T>(
  placeholder: string,
  read: (text: string) => T,
  help: string,
  extra: Extra = {},
): OptionRow<readonly T[]> => ({
  placeholder,
  repeats: true,
  fallback: undefined,
  help,
  ...extra,
  read: (texts) => texts.map(read),
});

/** `settleAfter` → `settle-after`: the option's name in cutover.json. */
export const fileKey = (key: string): string =>
  key.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
