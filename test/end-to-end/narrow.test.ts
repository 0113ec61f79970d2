// What goes to a terminal is broken between words, by us and not by the terminal, however narrow it is; a command to paste
// is never broken, and what goes into a pipe stays one line each.
import { describe, expect, it } from 'vitest';
import { inPlace, type Place, pair } from '../support/place.ts';
import { onTerminal } from '../support/terminal.ts';

/** An address, a path or a command is longer than the terminal, and no line of ours is broken in it. */
const isOneWord = (line: string): boolean =>
  /^ *(?:[Nn]ext: )?`?cutover [a-z]/.test(line) ||
  !line.trim().includes(' ') ||
  /^\S*: \S+$/.test(line.trim());

async function shown(place: Place, args: string, columns: number, answer?: RegExp): Promise<string> {
  const run = onTerminal(args, place.folder, place.stores, columns);
  try {
    if (answer !== undefined) {
      await run.shows(answer);
      run.press('n\r');
    }
    const { text } = await run.ended;
    expect(run.tooLong().filter((line) => !isOneWord(line))).toEqual([]);
    return text;
  } finally {
    run.kill();
  }
}

function plantUnlike({ source, target }: Place): void {
  for (const sku of ['A-MUG-WITH-A-RATHER-LONG-SKU', 'CUP', 'POT']) {
    const { id: productId } = source.addProduct({ sku, name: `${sku}, a thing with a long name of its own` });
    for (const description of ['the front', 'the back of it, seen from above'])
      source.addImage({ productId, isThumbnail: false, description });
    if (sku !== 'POT') target.addProduct({ sku, name: sku });
  }
}

describe.each([50, 60, 80])('on a terminal of %i columns', (columns) => {
  it('no word is broken', async () => {
    await inPlace({ stores: pair(2, 6) }, async (place) => {
      plantUnlike(place);
      expect(await shown(place, 'diff', columns)).toMatch(/missing on\s+the\s+target/);
      expect(await shown(place, 'migrate --dry-run', columns)).toMatch(/Dry run:/);
      expect(await shown(place, 'migrate', columns, /\[y\/N\]/)).toMatch(/Plan for store target:/);
      expect(await shown(place, 'migrate --yes --max-changes 1', columns)).toMatch(/too-many-changes/);
      // The screen above it cuts its rows, between words.
      expect((await shown(place, 'audit', columns)).split('Run r')[1]).not.toMatch(/…/);
      for (const more of ['status', 'runs', 'plan show', '--help', 'migrate --help', 'help unknown-command'])
        await shown(place, more, columns);
    });
  });
});

it('in a pipe each is one line', async () => {
  await inPlace({ stores: pair(2, 6) }, async (place) => {
    plantUnlike(place);
    const { stderr } = await place.plain('migrate --yes --max-changes 1');
    expect(stderr).toMatch(/^Tokens go to \S+, which is not BigCommerce's API\.$/m);
    expect(stderr).toMatch(
      /^ {2}Next: Look at it with .*, then raise --max-changes or change less at once\.$/m,
    );
    const { stdout } = await place.plain('audit');
    expect(stdout).toMatch(/^ {12}A-MUG-WITH-A-RATHER-LONG-SKU, image \d+ .* name of its own/m);
  });
});
