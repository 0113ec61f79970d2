// `npx pnpm verification`: plays every change on drawn product pictures and writes what a verify of the content said of each,
// with the distances that were measured, to docs/verification.md.
//   npx pnpm verification [FILE]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { aspectDifferenceMax, colourDistanceMax, hashDistanceMax } from '@cutover/image-content';
import { type Change, damages, harmless } from './changes.ts';
import { type Played, picturesOf, playChange } from './play-changes.ts';

const DAMAGED = 60;
const HARMLESS = 210;

const pictures = await picturesOf(HARMLESS, 7);
const found = await playAll(damages, pictures.slice(0, DAMAGED));
const passed = await playAll(harmless, pictures);
const page = path.resolve(process.argv[2] ?? 'docs/verification.md');
writeFileSync(page, textOf(found, passed));
const missed = found.filter(({ wrong, pictures: all }) => wrong < all);
const alarms = passed.filter(({ wrong }) => wrong > 0);
process.stdout.write(
  `${page}: ${missed.length} kinds of damage missed, ${alarms.length} kinds of false alarm\n`,
);
process.exitCode = missed.length + alarms.length === 0 ? 0 : 1;

async function playAll(changes: readonly Change[], on: readonly Buffer[]): Promise<Played[]> {
  const played: Played[] = [];
  for (const change of changes) played.push(await playChange(change, on));
  return played;
}

function textOf(damaged: readonly Played[], clean: readonly Played[]): string {
  const total = (rows: readonly Played[], of: 'pictures' | 'wrong'): string =>
    rows.reduce((sum, row) => sum + row[of], 0).toLocaleString('en');
  return `# What a verify of the content sees

\`verify --level content\` decodes both pictures and compares their size, their shapes (a hash of 64 bits) and their colours (the means of a grid of 4 × 4). Equal bytes are the same picture; bytes that differ prove nothing, since stores and CDNs encode pictures again. Two pictures count as the same where at most ${hashDistanceMax} of 64 bits differ, no mean colour moves by more than ${colourDistanceMax} of 255, and width to height differs by at most ${Math.round(aspectDifferenceMax * 100)} %; two originals have to be of one size in pixels besides.

This page is written by \`npx pnpm verification\`, from drawn product pictures; \`test/verification/changes.test.ts\` plays a part of it with each change of the program. Distances are those of pictures that could be decoded and had the shape of the original.

## Damage, all of which has to be found

${total(damaged, 'wrong')} of ${total(damaged, 'pictures')} damaged pictures were found, in ${damaged.length} kinds.

${tableOf(damaged, 'found')}

## What stores do to every picture, none of which may be called wrong

${total(clean, 'wrong')} of ${total(clean, 'pictures')} were called wrong.

${tableOf(clean, 'called wrong')}

## What it does not see

- A small retouch: a spot of a few per cent of the picture moves no mean by so much.
- Another picture that looks alike: two photographs of one product from nearly the same place.
- A BMP, WBMP or XBM cannot be decoded: unless its bytes are equal it counts as unchecked, never as right.
`;
}

function tableOf(rows: readonly Played[], wrong: string): string {
  const cells = rows.map(({ what, pictures: all, wrong: count, bits, colours }) => [
    what,
    `${count} of ${all}`,
    spanOf(bits),
    spanOf(colours),
  ]);
  const head = ['a picture', wrong, 'bits of 64', 'colours, of 255'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

function spanOf(ends: readonly [number, number] | undefined): string {
  if (ends === undefined) return '–';
  return ends[0] === ends[1] ? String(ends[0]) : `${ends[0]}–${ends[1]}`;
}
