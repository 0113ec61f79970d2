// What there is to say of a whole run of `map`, in numbers: pictures that were left out, values that found no place,
// records that name no product, warnings.
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

/** What a person should hear beside the counts. */
export interface MapRemarks {
  /** How many pictures were left out, by why. */
  readonly leftOut: ReadonlyMap<LeftOutCause, number>;
  /** How many warnings there are, by the field that they are about. */
  readonly warned: ReadonlyMap<string, number>;
  /** What belongs to no record, such as values that found no place. */
  readonly others: readonly string[];
}

export interface MapSummary {
  addError(): void;
  addRecord(record: MapRecord): void;
  /** A warning that belongs to no record; kept in words unless it is a picture left out, which is counted. */
  addRemark(warning: MapWarning): void;
  counts(): MapCounts;
  remarks(): MapRemarks;
}

export function createMapSummary(): MapSummary {
  const counts = { records: 0, errors: 0, warnings: 0, leftOut: 0, withoutProduct: 0 };
  const leftOut = new Map<LeftOutCause, number>();
  const warned = new Map<string, number>();
  const remarks: string[] = [];
  const add = ({ leftOut: cause, isUsual, field }: MapWarning): void => {
    if (cause !== undefined) {
      counts.leftOut += 1;
      leftOut.set(cause, (leftOut.get(cause) ?? 0) + 1);
    } else if (isUsual === undefined) {
      counts.warnings += 1;
      warned.set(field, (warned.get(field) ?? 0) + 1);
    }
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
    remarks: () => ({ leftOut: new Map(leftOut), warned: new Map(warned), others: [...remarks] }),
  };
}
