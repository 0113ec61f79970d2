// A saying as a test compares it in a line: its code, and its facts in their order.
import type { Saying } from './sayings.ts';

export function inShort({ code, ...facts }: Saying): string {
  return [code, ...Object.values(facts).map(factInShort)].join(' ');
}

function factInShort(fact: unknown): string {
  if (Array.isArray(fact)) return fact.map(factInShort).join(',');
  if (isSaying(fact)) return `(${inShort(fact)})`;
  return typeof fact === 'string' ? fact : JSON.stringify(fact);
}

const isSaying = (fact: unknown): fact is Saying =>
  typeof fact === 'object' && fact !== null && 'code' in fact;
