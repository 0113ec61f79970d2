// What `--suppress` and the key of cutover.json say: a rule that is no fault here, of which product or image, and why.
import { BadValue } from './read-value.ts';

export interface Suppression {
  readonly rule: string;
  /** Its id, or its SKU. Default: every one. */
  readonly product?: number | string;
  readonly image?: number;
  readonly reason: string;
}

const keys: ReadonlySet<string> = new Set(['rule', 'product', 'image', 'reason']);

/** A rule by its name; or, from cutover.json, an object as JSON. */
export function readSuppression(text: string): Suppression {
  if (!text.startsWith('{')) {
    if (!/^[a-z][a-z-]{1,60}$/.test(text))
      throw new BadValue('is not the name of a rule, such as alt-text-missing');
    return { rule: text, reason: 'named with --suppress' };
  }
  return parsed(text);
}

function parsed(text: string): Suppression {
  const { rule, product, image, reason, ...others } = objectOf(text);
  const stranger = Object.keys(others).find((key) => !keys.has(key));
  if (stranger !== undefined)
    throw new BadValue(`has "${stranger}"; it may have rule, product or image, and reason`);
  if (typeof rule !== 'string') throw new BadValue('names no rule');
  if (typeof reason !== 'string' || reason.trim() === '')
    throw new BadValue(`gives no reason; add one, so that the report says why it is no fault`);
  if (product !== undefined && image !== undefined)
    throw new BadValue('names a product and an image; name one of them');
  if (image !== undefined && !isId(image)) throw new BadValue('has an image that is no id');
  if (product !== undefined && !isId(product) && typeof product !== 'string')
    throw new BadValue('has a product that is neither an id nor a SKU');
  return {
    rule,
    reason,
    ...(product === undefined ? {} : { product }),
    ...(image === undefined ? {} : { image }),
  };
}

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Said below.
  }
  throw new BadValue('is neither the name of a rule nor an object of cutover.json');
}
