// The checkout as a value: text files by path from the root, with `/` on every system. Dot-folders, test data and what
// git ignores are not in it. A rule is a function of such a tree, so that a broken one can be made in a line.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

export type Tree = ReadonlyMap<string, string>;

/** Something that docs/architecture.md or CONTRIBUTING.md promises, and a tree that breaks it. */
export interface Rule {
  readonly promise: string;
  readonly complaints: (tree: Tree) => string[];
  readonly broken: Readonly<Record<string, string>>;
  /** What has to be said about the broken tree: all of it, and nothing else. */
  readonly says: readonly string[];
}

const isText = /\.(?:tsx?|js|json|md|ya?ml)$/;

/** Reads the tree below a folder. */
export function readTree(root: URL): Tree {
  const ignored = readFileSync(new URL('.gitignore', root), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(patternOf);
  const tree = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(new URL(folder, root), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || ignored.some((pattern) => pattern.test(entry.name))) continue;
      const path = folder + entry.name;
      if (entry.isDirectory()) visit(`${path}/`);
      else tree.set(path, isText.test(entry.name) ? readFileSync(new URL(path, root), 'utf8') : '');
    }
  };
  visit('');
  return tree;
}

function patternOf(glob: string): RegExp {
  return new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
}

/** The folders of packages and apps. */
export function homesOf(tree: Tree): string[] {
  return [
    ...new Set([...tree.keys()].flatMap((path) => /^(?:packages|apps)\/[^/]+(?=\/)/.exec(path)?.[0] ?? [])),
  ];
}

export interface SourceFile {
  readonly path: string;
  /** The package or app it is part of. */
  readonly home: string;
  readonly text: string;
}

/** What a package or app is made of, its `testing` folder included; its tests too, where asked. */
export function sourcesOf(tree: Tree, which: 'code' | 'code and tests' = 'code'): SourceFile[] {
  return [...tree].flatMap(([path, text]) => {
    const [, home, test] = /^((?:packages|apps)\/[^/]+)\/src\/.*?(\.test)?\.tsx?$/.exec(path) ?? [];
    return home === undefined || (test !== undefined && which === 'code') ? [] : [{ path, home, text }];
  });
}

/** The pages of documentation, without what stands in code blocks. */
export function pagesOf(tree: Tree): { path: string; prose: string }[] {
  return [...tree].flatMap(([path, text]) =>
    path.endsWith('.md') && path !== 'CHANGELOG.md'
      ? [{ path, prose: text.replaceAll(/^```.*?^```$/gms, '') }]
      : [],
  );
}

/** True for a file of the tree and for a folder that holds one. */
export function isThere(tree: Tree, path: string): boolean {
  const folder = path === '.' ? '' : `${path}/`;
  return tree.has(path) || [...tree.keys()].some((file) => file.startsWith(folder));
}

/** A path as it is meant in a file of that folder. */
export function pathFrom(file: string, relative: string): string {
  return posix.join(posix.dirname(file), relative).replace(/\/$/, '');
}
