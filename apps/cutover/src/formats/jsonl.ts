// Reports for programs: one JSON object a line.
import { toJsonLine } from '../terminal/visible.ts';
import type { ReportLines } from './format.ts';

export const jsonLines = (): ReportLines => ({ head: [], line: ({ fields }) => toJsonLine(fields) });
