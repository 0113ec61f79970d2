import { rateHeaders, v2Answers, v3Answers } from './answers.ts';
import { dates } from './dates.ts';
import { csv, json } from './files.ts';
import { journals } from './journals.ts';
import type { FuzzParser } from './parser.ts';
import { pictures } from './pictures.ts';

/** Every parser that takes bytes from outside. */
export const parsers: readonly FuzzParser[] = [
  v2Answers,
  v3Answers,
  rateHeaders,
  dates,
  csv,
  json,
  pictures,
  journals,
];
