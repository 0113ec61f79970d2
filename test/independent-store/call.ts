// A request and an answer as the two APIs see them. Invariant: what the APIs' pages do not name is noted in `surprises`.
import type { Catalog } from './catalog.ts';
import { digestOf } from './pictures.ts';

export type Fields = Readonly<Record<string, unknown>>;

export type Body =
  | { readonly form: 'none' }
  | { readonly form: 'json'; readonly fields: Fields }
  | { readonly form: 'list'; readonly items: readonly unknown[] }
  | {
      readonly form: 'multipart';
      readonly fields: Readonly<Record<string, string>>;
      readonly files: ReadonlyMap<string, { readonly name: string; readonly bytes: Uint8Array }>;
    };

/** What a store does where no page says it (README.md). */
export interface Choices {
  /** What an update of a product does with its `images`. */
  readonly updatedImages: 'added' | 'instead' | 'ignored';
  /** What one address that is no good keeps from being done: all of the request (422), its product or itself (207). */
  readonly badAddress: 'request' | 'product' | 'image';
}

export interface Call {
  readonly catalog: Catalog;
  readonly choices: Choices;
  readonly origin: string;
  readonly store: string;
  /** The ids in the path, in their order. */
  readonly ids: readonly number[];
  readonly query: URLSearchParams;
  readonly body: Body;
  /** Notes what no page names. */
  surprise(what: string): void;
  /** Called once something of the store has changed. */
  changed(): void;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  /** Below `/stores/{hash}/v3/`, ids as `#`. */
  readonly path: string;
  readonly answer: (call: Call) => Answer | Promise<Answer>;
}

/** What a refusal says is thrown, and caught where the answer is made. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: Readonly<Record<string, string>>;
  constructor(status: number, message: string, errors: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = (): Refusal => new Refusal(404, 'The requested resource was not found.');

/** By what it holds: two forms of the same fields and bytes have the same, whatever divides their parts. */
export function bodyDigest(body: Body): string {
  if (body.form === 'none') return digestOf('');
  if (body.form === 'list') return digestOf(JSON.stringify(body));
  const files =
    body.form === 'multipart'
      ? [...body.files].map(([field, { name, bytes }]) => [field, name, digestOf(bytes)])
      : [];
  const fields = Object.entries(body.fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return digestOf(JSON.stringify([body.form, fields, files]));
}

/** Notes each word of the query that these pages do not name. */
export function knownQuery({ query, surprise }: Call, known: readonly string[]): void {
  for (const word of query.keys()) if (!known.includes(word)) surprise(`?${word}`);
}

/** Page and limit, 50 when nothing is said and never more than `most`. */
export function paged<T>({ query }: Call, rows: readonly T[], most = 250) {
  const page = wholeNumber(query.get('page')) ?? 1;
  const limit = Math.min(most, wholeNumber(query.get('limit')) ?? 50);
  const start = (page - 1) * limit;
  return { rows: rows.slice(start, start + limit), page, limit, total: rows.length };
}

export function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
