// What stands in the way of an image's fields before a store is asked. Problems are data, so that an audit can list
// them all; a warning is something that a store may refuse or show oddly, an error something it will refuse.
import { descriptionLengthAdvised } from './limits.ts';
import type { ProductImage } from './product-image.ts';
import { isInt32 } from './to-v3-write.ts';

export interface SendProblem {
  readonly severity: 'error' | 'warning';
  readonly code:
    | 'description-long'
    | 'description-control-characters'
    | 'sort-order-range'
    | 'sort-order-negative';
  /** The V3 name of the field. */
  readonly field: 'description' | 'sort_order';
  readonly reason: string;
}

/** The problems that V3 may have with the fields of an image; empty when there are none. */
export function checkSendable(image: Pick<ProductImage, 'description' | 'sortOrder'>): SendProblem[] {
  const problems: SendProblem[] = [];
  const { description, sortOrder } = image;
  if (description.length > descriptionLengthAdvised) {
    problems.push({
      severity: 'warning',
      code: 'description-long',
      field: 'description',
      reason: `${description.length} characters; the CSV import takes ${descriptionLengthAdvised}, the API's maximum is not documented`,
    });
  }
  if (/(?![\t\n\r])\p{Cc}/u.test(description)) {
    problems.push({
      severity: 'warning',
      code: 'description-control-characters',
      field: 'description',
      reason: 'holds control characters, which a store may refuse or drop',
    });
  }
  if (!isInt32(sortOrder)) {
    problems.push({
      severity: 'error',
      code: 'sort-order-range',
      field: 'sort_order',
      reason: `${sortOrder} is not a 32-bit integer`,
    });
  } else if (sortOrder < 0) {
    problems.push({
      severity: 'warning',
      code: 'sort-order-negative',
      field: 'sort_order',
      reason: 'negative; V3 documents it as allowed, V2 did not, and themes may differ',
    });
  }
  return problems;
}
