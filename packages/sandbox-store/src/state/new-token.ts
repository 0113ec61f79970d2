/** Tokens for stores that are given none. Nobody else may guess one; where a run has to replay, they follow from its seed. */
import { randomBytes } from 'node:crypto';
import { mix } from '../random.ts';

/** As long as BigCommerce's, of its letters. */
export function randomToken(): string {
  return BigInt(`0x${randomBytes(24).toString('hex')}`)
    .toString(36)
    .padStart(31, '0')
    .slice(-31);
}

export function seededToken(seed: number, hash: string, scope: 'full' | 'read'): string {
  return [0, 1, 2, 3]
    .map((part) => mix('token', seed, scope, hash, part).toString(36).padStart(7, '0'))
    .join('');
}
