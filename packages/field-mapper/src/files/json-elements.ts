// Finds where the elements of a JSON file begin and end without parsing it: the elements of a top-level array, of the
// `data` array of an envelope, and any other top-level objects, one after another. Invariant: never more than one
// element is held, and where chunks end does not matter. Whether an element is valid JSON is JSON.parse's to say.
import { UnreadableFileError } from './file-problem.ts';

/** One element's text and the line where it begins; `oversized` ones come without their text. */
export interface JsonElement {
  readonly line: number;
  readonly text: string;
  readonly oversized: boolean;
}

type Place =
  /** Between top-level values. */
  | 'outside'
  /** Inside a top-level object that may turn out to be an envelope. */
  | 'object'
  /** Inside an array whose elements are wanted. */
  | 'array'
  /** Behind the `data` array of an envelope. */
  | 'rest';

/** Behind it the elements of an envelope begin. */
const ENVELOPE_KEY = '"data":';

export async function* jsonElements(
  text: AsyncIterable<string>,
  elementLengthMax: number,
): AsyncGenerator<JsonElement> {
  const finder = new ElementFinder(elementLengthMax);
  for await (const chunk of text) yield* finder.push(chunk);
  finder.end();
}

class ElementFinder {
  readonly #lengthMax: number;
  #place: Place = 'outside';
  #enveloped = false;
  /** Open brackets within the present value; 0 between the elements of an array, 1 at an object's own level. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  /** Of the last letter that is not white: a line that is ended holds nothing of the next. */
  #lastLine = 1;
  #chunk = '';
  /** How far the present chunk has been taken into what is held. */
  #takenTo = 0;

  /** The pieces of the present element, put together at its end: text that grows and is looked into is copied each time. */
  #held: string[] = [];
  #heldLength = 0;
  #begun = false;
  #startLine = 1;
  #oversized = false;
  #told = false;
  /** Elements of the present array so far; tells an empty array from a trailing comma. */
  #count = 0;
  /** The start of the last string at the object's own level, and its colon once that was seen. */
  #key = '';

  constructor(lengthMax: number) {
    this.#lengthMax = lengthMax;
  }

  *push(chunk: string): Generator<JsonElement> {
    this.#chunk = chunk;
    this.#takenTo = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const char = chunk.charAt(at);
      if (char === '\n') this.#line += 1;
      if (char !== '\n' && char !== '\r') this.#lastLine = this.#line;
      if (this.#inString) this.#inText(char);
      else if (char !== ' ' && char !== '\n' && char !== '\r' && char !== '\t') {
        const found = this.#structure(char, at);
        if (found !== undefined) yield found;
      }
    }
    this.#take(chunk.length);
    // Told at once and not at its end, so that a reader who stops there need not wait for a gigabyte to pass by.
    if (this.#oversized && !this.#told) {
      this.#told = true;
      yield { line: this.#startLine, text: '', oversized: true };
    }
  }

  end(): void {
    this.#line = this.#lastLine;
    if (this.#place !== 'outside')
      throw this.#broken('the file ends in the middle of a value; it may have been cut short');
  }

  #inText(char: string): void {
    if (this.#atOwnLevel() && this.#key.length < ENVELOPE_KEY.length) this.#key += char;
    if (this.#escaped) this.#escaped = false;
    else if (char === '\\') this.#escaped = true;
    else if (char === '"') this.#inString = false;
  }

  /** Any character outside strings that is not white. */
  #structure(char: string, at: number): JsonElement | undefined {
    if (this.#place === 'outside') {
      this.#open(char, at);
      return undefined;
    }
    if (this.#place === 'array' && this.#depth === 0) {
      if (char === ',' || char === ']') return this.#endOfElement(char, at);
      if (!this.#begun) this.#begin(at);
    }
    if (char === '"') {
      this.#inString = true;
      if (this.#atOwnLevel()) this.#key = char;
      return undefined;
    }
    if (this.#atOwnLevel()) {
      if (char === '[' && this.#key === ENVELOPE_KEY && !this.#oversized) {
        this.#openArray(at, true);
        return undefined;
      }
      this.#key = char === ':' ? `${this.#key}:` : '';
    }
    if (char === '{' || char === '[') this.#depth += 1;
    if (char === '}' || char === ']') return this.#close(char, at);
    return undefined;
  }

  #open(char: string, at: number): void {
    if (char === '[') this.#openArray(at, false);
    else if (char === '{') {
      this.#place = 'object';
      this.#depth = 1;
      this.#key = '';
      this.#begin(at);
    } else throw this.#broken(`expected an array or an object of JSON, found "${char}"`);
  }

  #openArray(at: number, enveloped: boolean): void {
    this.#place = 'array';
    this.#enveloped = enveloped;
    this.#depth = 0;
    this.#count = 0;
    this.#clear(at + 1);
  }

  #close(char: string, at: number): JsonElement | undefined {
    this.#depth -= 1;
    if (this.#depth < 0) throw this.#broken(`a "${char}" too many`);
    if (this.#depth > 0 || this.#place === 'array') return undefined;
    const element = this.#place === 'object' ? this.#element(at + 1) : undefined;
    this.#place = 'outside';
    this.#clear(at + 1);
    return element;
  }

  #endOfElement(char: string, at: number): JsonElement | undefined {
    const none = char === ']' && !this.#begun && this.#count === 0;
    const element = none ? undefined : this.#element(at);
    this.#count += 1;
    this.#clear(at + 1);
    if (char === ']') {
      this.#place = this.#enveloped ? 'rest' : 'outside';
      this.#depth = this.#enveloped ? 1 : 0;
    }
    return element;
  }

  #element(until: number): JsonElement | undefined {
    this.#take(until);
    if (this.#told) return undefined;
    const line = this.#begun ? this.#startLine : this.#line;
    return { line, text: this.#held.join(''), oversized: this.#oversized };
  }

  #begin(at: number): void {
    this.#clear(at);
    this.#begun = true;
    this.#startLine = this.#line;
  }

  #clear(at: number): void {
    this.#held = [];
    this.#heldLength = 0;
    this.#begun = false;
    this.#oversized = false;
    this.#told = false;
    this.#takenTo = at;
  }

  #take(until: number): void {
    if (this.#begun && !this.#oversized) {
      this.#held.push(this.#chunk.slice(this.#takenTo, until));
      this.#heldLength += until - this.#takenTo;
      if (this.#heldLength > this.#lengthMax) {
        this.#oversized = true;
        this.#held = [];
      }
    }
    this.#takenTo = until;
  }

  #atOwnLevel(): boolean {
    return this.#place === 'object' && this.#depth === 1;
  }

  #broken(reason: string): UnreadableFileError {
    return new UnreadableFileError({ line: this.#line, reason });
  }
}
