// Headings that speak of images and that nobody reads: their values are counted, so that they do not go missing without
// a word. A heading that has nothing to do with images of products is never named.
import type { Headings } from './csv-headings.ts';
import type { CsvRecord } from './csv-records.ts';
import { quoted } from './file-problem.ts';
import type { RemarkRow } from './image-row.ts';

/** Does a heading, in the form in which it is compared, speak of images of products or variants? */
export function isImageHeading(name: string): boolean {
  return /\b(?:images?|alt text|thumbnail)\b/.test(name) && !/^(?:category|brand|video)\b/.test(name);
}

export interface UnplacedHeadings {
  see(record: CsvRecord): void;
  /** One remark for all columns of a name, numbered or not. */
  remarks(): RemarkRow[];
}

/** Counts what stands under image headings of which `isRead` is not true. */
export function createUnplaced(headings: Headings, isRead: (name: string) => boolean): UnplacedHeadings {
  const names = headings.names.filter((name) => isImageHeading(name) && !isRead(name));
  const counts = new Map<string, { values: number; line: number }>();
  return {
    see(record) {
      for (const name of names) {
        const values = headings.texts(record, name).length;
        if (values === 0) continue;
        const group = name.replace(/ - \d+$/, ' - N');
        const counted = counts.get(group);
        if (counted === undefined) counts.set(group, { values, line: record.line });
        else counted.values += values;
      }
    },
    remarks: () =>
      [...counts].map(([group, { values, line }]) => ({
        kind: 'remark',
        line,
        warning: {
          field: 'heading',
          reason: `${values} ${values === 1 ? 'value' : 'values'} under the heading ${quoted(group)} not placed: nothing here reads it`,
        },
      })),
  };
}
