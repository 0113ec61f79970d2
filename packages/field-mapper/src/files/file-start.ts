// The start of a text, held until it tells what the text is. Invariant: each chunk is looked at once, however many come
// before anything can be told.
import { afterBlanks } from '../linear-text.ts';

export class FileStart {
  readonly #chunks: string[] = [];
  #length = 0;
  #sign = '';
  #lineIsOver = false;
  #secondSign = '';

  add(chunk: string): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    let at = 0;
    if (this.#sign === '') {
      at = afterBlanks(chunk);
      this.#sign = chunk.charAt(at);
      if (this.#sign === '') return;
    }
    if (!this.#lineIsOver) {
      at = chunk.indexOf('\n', at);
      if (at < 0) return;
      this.#lineIsOver = true;
    }
    if (this.#secondSign === '') this.#secondSign = chunk.charAt(afterBlanks(chunk, at));
  }

  get length(): number {
    return this.#length;
  }

  /** The first sign that is not blank; '' while there is none. */
  get sign(): string {
    return this.#sign;
  }

  /** The first sign that is not blank behind the line on which the first one stands; '' while there is none. */
  get secondSign(): string {
    return this.#secondSign;
  }

  /** All that was added. */
  whole(): string {
    return this.#chunks.join('');
  }
}
