// THE table of report formats: `--format`, the ends of file names, the help and the errors follow from it.
import type { ReportFormat } from './format.ts';

export const formatTable = {
  csv: {
    title: 'CSV',
    endings: ['csv'],
    isJsonLines: false,
    is: 'lines',
    hasSummary: false,
    load: async () => (await import('./csv.ts')).csvLines,
  },
  jsonl: {
    title: 'JSON Lines',
    endings: ['jsonl', 'ndjson', 'json'],
    isJsonLines: true,
    is: 'lines',
    hasSummary: true,
    load: async () => (await import('./jsonl.ts')).jsonLines,
  },
  html: {
    title: 'HTML',
    endings: ['html', 'htm'],
    isJsonLines: false,
    is: 'page',
    listsAll: true,
    takesLogo: true,
    takesPictures: true,
    load: async () => (await import('./html/page.tsx')).htmlPage,
  },
  md: {
    title: 'Markdown',
    endings: ['md'],
    isJsonLines: false,
    is: 'page',
    listsAll: false,
    load: async () => (await import('./markdown.ts')).markdownPage,
  },
} as const satisfies Readonly<Record<string, ReportFormat>>;

export type FormatName = keyof typeof formatTable;
