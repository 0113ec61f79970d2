// THE table of report formats: `--format`, the ends of file names, the help and the errors follow from it.
import type { ReportFormat } from './format.ts';

export const formatTable = {
  csv: {
    title: 'CSV',
    endings: ['csv'],
    isJsonLines: false,
    load: async () => (await import('./csv.ts')).csvLines,
  },
  jsonl: {
    title: 'JSON Lines',
    endings: ['jsonl', 'ndjson'],
    isJsonLines: true,
    load: async () => (await import('./jsonl.ts')).jsonLines,
  },
} as const satisfies Readonly<Record<string, ReportFormat>>;

export type FormatName = keyof typeof formatTable;
