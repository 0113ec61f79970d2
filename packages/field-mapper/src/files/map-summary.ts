// What is told of a whole run of `map`, in numbers: pictures that were left out, values that found no place, records that
// name no product, warnings. Nothing to tell is no line.
import type { LeftOutCause, MapWarning } from './image-row.ts';
import type { MapRecord } from './mapped-record.ts';

export interface MapCounts {
  readonly records: number;
  readonly errors: number;
  /** Warnings that are worth a look, pictures left out not among them. */
  readonly warnings: number;
  /** Pictures that were left out. */
  readonly leftOut: number;
  /** Records that do not name their product. */
  readonly withoutProduct: number;
}

export interface MapSummary {
  addError(): void;
  addRecord(record: MapRecord): void;
  /** A warning that belongs to no record; told in words unless it is a picture left out, which is counted. */
  addRemark(warning: MapWarning): void;
  counts(): MapCounts;
  lines(told: ToldAlready): readonly string[];
}

/** What a person is told anyway, so that nobody is sent to look for it. */
export interface ToldAlready {
  /** Each warning with its line. */
  readonly warnings: boolean;
  /** The product beside each record. */
  readonly products: boolean;
}

const causes: Readonly<Record<LeftOutCause, string>> = {
  'no-counterpart':
    'the file names a path or a kind of address that has no counterpart in V3; give a public http address, or upload the picture',
  rendition: 'the address is that of a resized copy, and does not tell where the original is',
  'no-place': 'V3 has no place for it, or more than one that may be meant',
};

export function createMapSummary(): MapSummary {
  const counts = { records: 0, errors: 0, warnings: 0, leftOut: 0, withoutProduct: 0 };
  const leftOut = new Map<LeftOutCause, number>();
  const remarks: string[] = [];
  const add = ({ leftOut: cause, isUsual }: MapWarning): void => {
    if (cause !== undefined) {
      counts.leftOut += 1;
      leftOut.set(cause, (leftOut.get(cause) ?? 0) + 1);
    } else if (isUsual === undefined) counts.warnings += 1;
  };
  return {
    addError() {
      counts.errors += 1;
    },
    addRecord({ kind, record, warnings }) {
      counts.records += 1;
      if (record.product_id === undefined && kind !== 'swatch') counts.withoutProduct += 1;
      for (const warning of warnings) add(warning);
    },
    addRemark(warning) {
      add(warning);
      if (warning.leftOut === undefined) remarks.push(warning.reason);
    },
    counts: () => ({ ...counts }),
    lines(told) {
      const { withoutProduct, warnings } = counts;
      const aside = told.products ? '' : '; with --json the product stands beside each';
      return [
        ...[...leftOut].map(([cause, count]) => `${some(count, 'picture')} left out: ${causes[cause]}.`),
        ...remarks.map((reason) => `${reason}.`),
        ...(withoutProduct > 0
          ? [
              `${some(withoutProduct, 'record')} without product_id: the file gives no id of the product${aside}.`,
            ]
          : []),
        ...(warnings > 0 ? [`${some(warnings, 'warning')}.`] : []),
        ...(!told.warnings && warnings + counts.leftOut > 0 ? ['--verbose tells each with its line.'] : []),
      ];
    },
  };
}

const some = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
