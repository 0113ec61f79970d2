// A source file as a tree of syntax, read by the bundler's parser: TypeScript 7 offers no programming interface for it
// (docs/decisions/0005). The parser's own types name every kind of node; the rules look at a few and check what they find.
import { parseAst } from 'vitest/node';

export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const read = new Map<string, Node>();

/** The whole file, parsed once however many rules look at it. */
export function parsed(path: string, text: string): Node {
  const lang = path.endsWith('x') ? 'tsx' : 'ts';
  const key = `${lang}\n${text}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const program: unknown = parseAst(text, { lang });
  if (!isNode(program)) throw new Error(`${path} was not parsed`);
  read.set(key, program);
  return program;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The nodes directly below one, in the order of the text. */
export function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** Shows a node and all below it, from the top down. */
export function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const child of childrenOf(node)) visit(child, see);
}
