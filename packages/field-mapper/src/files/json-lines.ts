// The lines of a JSON Lines file. One broken line is that line's fault alone, which is why such a file is not read as a
// row of JSON values.
import type { JsonElement } from './json-elements.ts';

/** The lines that are not blank; an oversized one comes without its text, as soon as it is known to be one. */
export async function* jsonLines(
  text: AsyncIterable<string>,
  lineLengthMax: number,
): AsyncGenerator<JsonElement> {
  let line = 1;
  let held = '';
  let skipping = false;
  for await (const chunk of text) {
    let from = 0;
    while (from < chunk.length) {
      const newline = chunk.indexOf('\n', from);
      const end = newline < 0 ? chunk.length : newline;
      if (!skipping) held += chunk.slice(from, end);
      if (held.length > lineLengthMax) {
        yield { line, text: '', oversized: true };
        held = '';
        skipping = true;
      }
      from = end + 1;
      if (newline < 0) continue;
      if (held.trim() !== '') yield { line, text: held, oversized: false };
      held = '';
      skipping = false;
      line += 1;
    }
  }
  if (held.trim() !== '') yield { line, text: held, oversized: false };
}
