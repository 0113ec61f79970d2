// How long the functions of a file are. A factory, a `createX` that returns an object of functions, is measured by them: of
// itself only the lines count that none of them stands on. Invariant: a function inside another is measured as well.
import { childrenOf, isNode, type Node, parsed, visit } from './parsed.ts';

export interface Measured {
  /** '' for a function that has none. */
  readonly name: string;
  /** Where it begins. */
  readonly line: number;
  readonly lines: number;
}

export function functionsIn(path: string, text: string): Measured[] {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  const lineAt = (offset: number): number => {
    const end = ends.findIndex((one) => one >= offset);
    return (end === -1 ? ends.length : end) + 1;
  };
  const linesOf = (node: Node): number[] => {
    const first = lineAt(Number(node['start']));
    return Array.from({ length: lineAt(Number(node['end'])) - first + 1 }, (_, index) => first + index);
  };
  const measured: Measured[] = [];
  const names = new Map<unknown, string>();
  visit(parsed(path, text), (node) => {
    for (const [named, key] of Object.entries(namedBy)) {
      if (node.type === named) names.set(node[key[1]], wordOf(node[key[0]]));
    }
    if (!isFunction(node)) return;
    const name = wordOf(node['id']) || (names.get(node) ?? '');
    const inner = isFactory(node, name) ? new Set(innerOf(node).flatMap(linesOf)) : new Set();
    const lines = linesOf(node);
    measured.push({
      name,
      line: lines[0] ?? 0,
      lines: lines.filter((line) => !inner.has(line)).length,
    });
  });
  return measured;
}

/** What gives a function a name, and under which keys name and function are. */
const namedBy: Readonly<Record<string, readonly [name: string, held: string]>> = {
  VariableDeclarator: ['id', 'init'],
  Property: ['key', 'value'],
  MethodDefinition: ['key', 'value'],
  PropertyDefinition: ['key', 'value'],
};

function isFunction(value: unknown): value is Node {
  return (
    isNode(value) &&
    ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(value.type)
  );
}

function wordOf(value: unknown): string {
  const word = isNode(value) ? (value['name'] ?? value['value']) : undefined;
  return typeof word === 'string' ? word : '';
}

/** The functions directly within another one. */
function innerOf(node: Node): Node[] {
  return childrenOf(node).flatMap((child) => (isFunction(child) ? [child] : innerOf(child)));
}

/** What is directly in a function, its inner functions aside. */
function ownOf(node: Node): Node[] {
  return childrenOf(node).flatMap((child) => (isFunction(child) ? [] : [child, ...ownOf(child)]));
}

function isFactory(node: Node, name: string): boolean {
  if (!/^create[A-Z]/.test(name)) return false;
  const own = ownOf(node);
  const held = new Map<string, unknown>([
    ...own.filter(({ type }) => type === 'VariableDeclarator').map(namedAndHeld),
    ...innerOf(node).map((inner) => [wordOf(inner['id']), inner] as const),
  ]);
  const meant = (value: unknown): unknown =>
    isNode(value) && value.type === 'Identifier' ? held.get(wordOf(value)) : value;
  const returned = own.filter(({ type }) => type === 'ReturnStatement').map((one) => meant(one['argument']));
  return [...returned, node['body']].some(
    (value) =>
      isNode(value) &&
      value.type === 'ObjectExpression' &&
      childrenOf(value).some((property) => isFunction(meant(property['value']))),
  );
}

function namedAndHeld(declarator: Node): readonly [string, unknown] {
  return [wordOf(declarator['id']), declarator['init']];
}
