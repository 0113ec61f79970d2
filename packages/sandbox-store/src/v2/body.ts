/** The body of a V2 write that is no product image: an object, with none of the fields that V2 refuses. */
import { readBody } from '../request-body.ts';
import { v2Error } from './answers.ts';

/** The object in a body, or V2's refusal. */
export async function readV2Object(
  request: Request,
  readOnly: readonly string[],
  required: readonly string[] = [],
): Promise<Record<string, unknown> | Response> {
  const body = await readBody(request);
  if (body.kind === 'unsupported') return v2Error(415, 'Unsupported Media Type');
  const value = body.kind === 'json' ? body.value : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return v2Error(400, 'The request body could not be read.');
  const fields: Record<string, unknown> = { ...value };
  const refused = readOnly.find((name) => name in fields);
  if (refused !== undefined) {
    return v2Error(
      400,
      `The field '${refused}' cannot be written to. Please remove it from your request before trying again.`,
    );
  }
  const missing = required.filter((name) => fields[name] === undefined || fields[name] === '');
  if (missing.length > 0) return v2Error(400, `Required fields missing [${missing.join(', ')}]`);
  return fields;
}

/** 400 for a field whose value cannot be. */
export function v2Invalid(field: string, reason?: string): Response {
  const details = reason === undefined ? undefined : { invalid_reason: reason };
  return v2Error(400, `The field '${field}' is invalid.`, details);
}

/** 201, with the thing that was made and where it is. */
export function v2Created(origin: string, path: string, thing: unknown): Response {
  return Response.json(thing, { status: 201, headers: { location: `${origin}${path}` } });
}

/** An amount as V2 writes it: `"29.9900"`. */
export function amountText(value: unknown): string {
  return (typeof value === 'number' ? value : 0).toFixed(4);
}

/** A number, or a text that is one; V2 writes amounts as text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
