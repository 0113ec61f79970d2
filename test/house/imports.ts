// What a source file imports. Every way to name a module counts; one that cannot be read off the text is told as ''.
import { childrenOf, isNode, type Node, parsed, visit } from './parsed.ts';

export interface Import {
  /** The specifier as written; '' when it is computed. */
  readonly from: string;
  /** What is taken: names as exported, 'default', or '*' for all. */
  readonly names: readonly string[];
  /** Declarations only: nothing of it is there when the program runs. */
  readonly typeOnly: boolean;
  /** Loaded when the program gets there, by `import()`; absent: loaded with the file. */
  readonly isLazy?: true;
}

const read = new Map<string, readonly Import[]>();

export function importsOf(path: string, text: string): readonly Import[] {
  const key = `${path}\n${text}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const imports: Import[] = [];
  visit(parsed(path, text), (node) => {
    const found = importOf(node);
    if (found !== undefined) imports.push(found);
  });
  read.set(key, imports);
  return imports;
}

/** True when the module does nothing but pass on what others export. */
export function onlyReExports(path: string, text: string): boolean {
  return childrenOf(parsed(path, text)).every(
    (node) =>
      node.type === 'ExportAllDeclaration' ||
      (node.type === 'ExportNamedDeclaration' && node['source'] !== null),
  );
}

function importOf(node: Node): Import | undefined {
  switch (node.type) {
    case 'ExportAllDeclaration':
      return { from: textOf(node['source']), names: ['*'], typeOnly: node['exportKind'] === 'type' };
    case 'ImportDeclaration':
      return fromSpecifiers(node, node['importKind'] === 'type');
    case 'ExportNamedDeclaration':
      return node['source'] === null ? undefined : fromSpecifiers(node, node['exportKind'] === 'type');
    case 'ImportExpression':
      return { from: textOf(node['source']), names: ['*'], typeOnly: false, isLazy: true };
    case 'TSImportType':
      return { from: textOf(node['source'] ?? node['argument']), names: ['*'], typeOnly: true };
    default:
      return undefined;
  }
}

function fromSpecifiers(node: Node, allTypes: boolean): Import {
  const specifiers = Array.isArray(node['specifiers']) ? node['specifiers'].filter(isNode) : [];
  const isType = (one: Node): boolean => one['importKind'] === 'type' || one['exportKind'] === 'type';
  return {
    from: textOf(node['source']),
    names: specifiers.map(nameOf),
    typeOnly: allTypes || (specifiers.length > 0 && specifiers.every(isType)),
  };
}

function nameOf(specifier: Node): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  const outside = specifier['imported'] ?? specifier['local'];
  return isNode(outside) ? String(outside['name'] ?? outside['value']) : '*';
}

function textOf(source: unknown): string {
  if (!isNode(source)) return '';
  if (typeof source['value'] === 'string') return source['value'];
  return source.type === 'TSLiteralType' ? textOf(source['literal']) : '';
}
