// The switches and faults of the local stores, for `cutover sandbox --help`; from the sandbox's own tables, which are
// loaded for this help alone.
import { faultTable, switchTable } from '@cutover/sandbox-store';
import { wrapped } from '../terminal/wrapped.ts';

interface SwitchRow {
  readonly values?: readonly string[];
  readonly default: string | number;
  readonly explains: string;
}

/** Two lists, in the manner of the other help. */
export function sandboxHelp(): string[] {
  return [
    '',
    'Faults (--fault NAME=P with P from 0 to 1, or NAME=next3)',
    ...Object.entries(faultTable).flatMap(([name, { appliesTo, explains }]) => [
      `  ${name}`,
      ...wrapped(`${explains}; meets ${appliesTo}`, '      ', 80),
    ]),
    '',
    'Switches (--switch NAME=VALUE; the default first)',
    ...Object.entries<SwitchRow>(switchTable).flatMap(([name, row]) => [
      `  ${name}=${row.values?.join('|') ?? row.default}`,
      ...wrapped(row.explains, '      ', 80),
    ]),
  ];
}
