// Options as a person types them, in texts that name them by their keys.
import { flagName, type OptionKey } from './option-table.ts';

export const spellOption = (key: OptionKey): string => `--${flagName(key)}`;

/** A text of the engine's tables: `{allowUnarchived}` in it is an option. */
export const spelled = (text: string): string =>
  text.replaceAll(/\{([a-z][A-Za-z]{0,40})\}/g, (_, key: string) => `--${flagName(key)}`);
