// The rules of the code: the direction of imports, what may write to a store, names, sizes and circles.
import { posix } from 'node:path';
import { circlesIn, circlesOfRooms } from './circles.ts';
import { functionsIn } from './functions.ts';
import { importsOf, onlyReExports } from './imports.ts';
import { childrenOf, isNode, type Node, parsed, visit } from './parsed.ts';
import { homesOf, pathFrom, type Rule, type SourceFile, sourcesOf, type Tree } from './tree.ts';

/** Who may import whom; `(types)`: declarations only. The same as in docs/architecture.md. */
const ladder: Readonly<Record<string, readonly string[]>> = {
  'packages/field-mapper': [],
  'packages/store-http': [],
  'packages/image-content': [],
  'packages/sandbox-store': [],
  'packages/v2-client': ['store-http'],
  'packages/v3-client': ['store-http'],
  'packages/file-store': ['field-mapper', 'image-content', 'v2-client (types)', 'v3-client'],
  'packages/journal': ['field-mapper (types)'],
  'packages/sync-engine': ['field-mapper', 'image-content', 'journal', 'v2-client', 'v3-client'],
  // The app wires the others together and holds no decision of theirs.
  'apps/cutover': [
    'field-mapper',
    'file-store',
    'image-content',
    'journal',
    'journal/light',
    'sandbox-store',
    'store-http',
    'sync-engine',
    'sync-engine/light',
    'v2-client',
    'v3-client',
  ],
};

const terminalWork =
  /\.pad(?:Start|End)\(|'(?:string-width|wrap-ansi)'|\['(?:CI|TERM|NO_COLOR|FORCE_COLOR|ACCESSIBLE)'\]/g;

/** The others (`node:crypto`, `node:util`, `node:process` with its streams, …) take a tenth to a third as long as Node itself. */
const quickOfNode: ReadonlySet<string> = new Set([
  'node:fs',
  'node:fs/promises',
  'node:path',
  'node:timers/promises',
  'node:url',
]);

/** What comes from elsewhere, as soon as this file is loaded. */
function loadedWith(tree: Tree, start: string): { readonly path: string; readonly from: string }[] {
  const found: { readonly path: string; readonly from: string }[] = [];
  const waiting = [start];
  const seen = new Set(waiting);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const { from, typeOnly, isLazy } of importsOf(path, tree.get(path) ?? '')) {
      if (typeOnly || isLazy === true) continue;
      const next = from.startsWith('.') ? pathFrom(path, from) : sideDoor(tree, from);
      if (next === undefined) found.push({ path, from });
      else if (next.endsWith('.ts') && !seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return found;
}

/** `@cutover/journal/light` → its source; the front door of a package leads to all of it. */
function sideDoor(tree: Tree, specifier: string): string | undefined {
  const [, name = '', door] = /^@cutover\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (door === undefined) return undefined;
  const { exports = {} } = manifest(tree, `packages/${name}/package.json`);
  const source = exports[`./${door}`]?.source;
  return source === undefined ? undefined : posix.join('packages', name, source);
}

/** Where the folders of `src` are rooms: each may know those below it, and none of them knows those above. */
const roomy = ['packages/sync-engine', 'packages/journal', 'apps/cutover'];

/** What lies in a folder of it is of one kind of picture, or of those that slots hold. */
const kindsRoom = 'packages/sync-engine/src/kinds/';

/** What is the same for all kinds of picture. */
const knowsNoKind = /^packages\/sync-engine\/src\/(?:plan|runs|write)\//;

/** The names of the kinds of picture, and their words on the command line, as the journal's table of them says. */
function kindsNamed(tree: Tree): ReadonlySet<string> {
  const table = /kindOfWord = \{([^}]*)\}/.exec(tree.get('packages/journal/src/picture-kinds.ts') ?? '')?.[1];
  return new Set((table ?? '').match(/[a-z][a-z-]*/g));
}

/** Where something is held against one of these words: by `===` or its like, in a `case`, by `includes` or by `has`. */
function linesHolding(words: ReadonlySet<string>, path: string, text: string): number[] {
  const lines: number[] = [];
  visit(parsed(path, text), (node) => {
    const { callee } = node;
    const isHeld =
      (node.type === 'BinaryExpression' && /^[!=]==?$/.test(String(node['operator']))) ||
      node.type === 'SwitchCase' ||
      (isNode(callee) &&
        isNode(callee['property']) &&
        /^(?:includes|has)$/.test(String(callee['property']['name'])));
    if (isHeld && childrenOf(node).some(({ type, value }) => type === 'Literal' && words.has(String(value))))
      lines.push(text.slice(0, Number(node['start'])).split('\n').length);
  });
  return lines;
}

/** Where what the engine has found gets its words, the app's. */
const worder = 'packages/sync-engine/src/found.ts';

/** Where an object is made with a member of this name. */
function linesMaking(name: string, path: string, text: string): number[] {
  const lines: number[] = [];
  visit(parsed(path, text), (node) => {
    if (node.type !== 'ObjectExpression') return;
    for (const { key, start } of childrenOf(node))
      if (isNode(key) && (key['name'] ?? key['value']) === name)
        lines.push(text.slice(0, Number(start)).split('\n').length);
  });
  return lines;
}

/** The engine's tables of rules and failures, of which pages are made. */
const tables = new Set(['rules.ts', 'rule-words.ts', 'failures.ts']);

/** Where words stand one after another in a text, besides what is thrown for whoever reads a stack. */
function sentencesIn(path: string, text: string): number[] {
  const lines: number[] = [];
  const see = (node: Node): void => {
    if (node.type === 'NewExpression' || node.type === 'CallExpression') {
      const { callee } = node;
      if (isNode(callee) && (callee.type === 'Super' || String(callee['name']).endsWith('Error'))) return;
    }
    if (/[a-z],? [a-z]/u.test(wordsIn(node)))
      lines.push(text.slice(0, Number(node['start'])).split('\n').length);
    for (const child of childrenOf(node)) see(child);
  };
  see(parsed(path, text));
  return lines;
}

function wordsIn({ type, value }: Node): string {
  if (type === 'Literal' && typeof value === 'string') return value;
  const isPart = type === 'TemplateElement' && typeof value === 'object' && value !== null && 'raw' in value;
  return isPart ? String(value.raw) : '';
}

const topLevel = new Set([
  'package.json',
  'pnpm-workspace.yaml',
  'pnpm-lock.yaml',
  'turbo.json',
  'apps',
  'packages',
  'test',
  'docs',
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'LICENSE',
  'SECURITY.md',
]);

/** Names for whatever there was no name for. As a part of a name some of them say something; alone, none does. */
const emptyNames =
  /^(?:utils?|helpers?|common|shared|core|base|types|config|misc|data|info|manager|service|handler)$/;
const emptyParts = /^(?:utils?|helpers?|common|misc|info|manager|service|handler)$/;

/** A second reading of the API's pages: what it took from the first it could not disprove. */
const independent = 'test/independent-store/';

const linesMax = 70;

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly references?: readonly { readonly path: string }[];
  readonly exports?: Readonly<Record<string, { readonly source?: string }>>;
}

/** Found by every package in the workspace's own package.json. */
const everywhere = ['vitest', 'fast-check'];

export const codeRules: readonly Rule[] = [
  {
    promise: 'the top level holds only what belongs there',
    complaints: (tree) =>
      [...new Set([...tree.keys()].map((path) => path.split('/')[0] ?? path))]
        .filter((name) => !topLevel.has(name))
        .map((name) => `${name} does not belong at the top level`),
    broken: { 'README.md': '', 'notes.txt': '', 'scripts/run.ts': '', 'scripts/stop.ts': '' },
    says: ['notes.txt does not belong at the top level', 'scripts does not belong at the top level'],
  },
  {
    promise: 'imports go down the ladder only',
    complaints: (tree) =>
      sourcesOf(tree).flatMap(({ path, home, text }) => {
        const allowed = ladder[home];
        if (allowed === undefined) return [`${home} has no place on the ladder`];
        return importsOf(path, text).flatMap(({ from, typeOnly }) => {
          const name = /^@cutover\/(.*)$/.exec(from)?.[1];
          if (name === undefined || allowed.includes(name)) return [];
          if (name.includes('/')) return [`${path} reaches into ${from}`];
          if (!allowed.includes(`${name} (types)`)) return [`${path} must not import ${from}`];
          return typeOnly ? [] : [`${path} must not import ${from} but for its types`];
        });
      }),
    broken: {
      'packages/v3-client/src/a.ts': `import { x } from '@cutover/journal';\nimport { y } from '@cutover/store-http';`,
      'packages/v2-client/src/a.tsx': `const view = <b>{import('@cutover/v3-client')}</b>;`,
      'packages/journal/src/a.ts': `export type { A } from '@cutover/field-mapper';\nimport { type B, type C } from '@cutover/field-mapper';`,
      'packages/journal/src/b.ts': `import { type B, b } from '@cutover/field-mapper';`,
      'packages/journal/src/b.test.ts': `import { c } from '@cutover/sandbox-store';`,
      'packages/sync-engine/src/a.ts': `export * from '@cutover/journal/tables.ts';\nlet x: import('@cutover/sandbox-store').Sandbox;`,
      'packages/new/src/a.ts': `// import '@cutover/journal';`,
    },
    says: [
      'packages/v3-client/src/a.ts must not import @cutover/journal',
      'packages/v2-client/src/a.tsx must not import @cutover/v3-client',
      'packages/journal/src/b.ts must not import @cutover/field-mapper but for its types',
      'packages/sync-engine/src/a.ts reaches into @cutover/journal/tables.ts',
      'packages/sync-engine/src/a.ts must not import @cutover/sandbox-store',
      'packages/new has no place on the ladder',
    ],
  },
  {
    promise: 'a package is left through its dependencies only, and nothing imports test/',
    complaints: (tree) =>
      sourcesOf(tree, 'code and tests').flatMap(({ path, home, text }) =>
        importsOf(path, text).flatMap(({ from }) => {
          if (from === '') return [`${path} imports something that cannot be told before it runs`];
          if (from.startsWith('@cutover/test')) return [`${path} imports test/`];
          const to = from.startsWith('.') ? pathFrom(path, from) : home;
          return `${to}/`.startsWith(`${home}/`) ? [] : [`${path} imports ${to}`];
        }),
      ),
    broken: {
      'packages/journal/src/a.ts': `import '../../sync-engine/src/march.ts';\nimport './b.ts';\nimport '../package.json';`,
      'packages/journal/src/b.test.ts': `import { x } from '../../../test/house/tree.ts';\nawait import(name);`,
      'apps/cutover/src/c.ts': `import '@cutover/test';`,
    },
    says: [
      'packages/journal/src/a.ts imports packages/sync-engine/src/march.ts',
      'packages/journal/src/b.test.ts imports test/house/tree.ts',
      'packages/journal/src/b.test.ts imports something that cannot be told before it runs',
      'apps/cutover/src/c.ts imports test/',
    ],
  },
  {
    promise: 'the independent store shares nothing with what it is held against',
    complaints: (tree) =>
      [...tree]
        .filter(([path]) => path.startsWith(independent) && path.endsWith('.ts'))
        .flatMap(([path, text]) =>
          importsOf(path, text).flatMap(({ from }) => {
            const isOwn = from.startsWith('.') && pathFrom(path, from).startsWith(independent);
            return isOwn || from.startsWith('node:') || from === 'sharp' ? [] : [`${path} imports ${from}`];
          }),
        ),
    broken: {
      'test/independent-store/a.ts': `import 'node:http';\nimport sharp from 'sharp';\nimport { b } from './b.ts';`,
      'test/independent-store/b.ts': `import type { Sandbox } from '@cutover/sandbox-store';\nimport { c } from '../support/c.ts';`,
      'test/support/c.ts': `import { d } from '@cutover/sandbox-store';`,
    },
    says: [
      'test/independent-store/b.ts imports @cutover/sandbox-store',
      'test/independent-store/b.ts imports ../support/c.ts',
    ],
  },
  {
    promise: 'imports, package.json and tsconfig.json name the same packages',
    complaints: (tree) => homesOf(tree).flatMap((home) => disagreements(tree, home)),
    broken: {
      'packages/a/package.json': '{"dependencies":{"@cutover/c":"workspace:*","zod":"catalog:"}}',
      'packages/a/tsconfig.json': '{"references":[{"path":"../d"}]}',
      'packages/a/src/a.ts': `import z from 'zod/v4';\nimport k from '@scope/k/sub';\nimport 'node:fs';`,
      'packages/a/src/a.test.ts': `import { test } from 'vitest';\nimport { x } from '@cutover/b';`,
    },
    says: [
      'packages/a imports [@cutover/b] and package.json says [@cutover/c]',
      'packages/a imports [@cutover/b] and tsconfig.json refers to [@cutover/d]',
      'packages/a imports @scope/k, which its package.json does not name',
    ],
  },
  {
    promise: 'nothing but a test can write through V2',
    complaints: (tree) =>
      sourcesOf(tree)
        .filter(({ home, path, text }) => home !== 'packages/v2-client' && takesWriter(path, text))
        .map(({ path }) => `${path} can write through V2`),
    broken: {
      'packages/sync-engine/src/a.ts': `import { createV2Writer as write } from '@cutover/v2-client';`,
      'packages/sync-engine/src/b.ts': `import * as v2 from '@cutover/v2-client';`,
      'apps/cutover/src/c.ts': `const { createV2Writer } = await import('@cutover/v2-client');`,
      'apps/cutover/src/d.ts': `import { createV2Reader } from '@cutover/v2-client';`,
      'packages/v2-client/src/index.ts': `export { createV2Writer } from './writer.ts';`,
    },
    says: [
      'packages/sync-engine/src/a.ts can write through V2',
      'packages/sync-engine/src/b.ts can write through V2',
      'apps/cutover/src/c.ts can write through V2',
    ],
  },
  {
    promise: 'only the app spells options',
    complaints: (tree) =>
      sourcesOf(tree).flatMap(({ path, home, text }) =>
        // Where reasons and rules are worded; an option is named by its key there.
        home.startsWith('packages/')
          ? text.split('\n').flatMap((line, at) => {
              // What Node itself is started with is no option of ours.
              const option = /^\s*(?:\/\/|\/?\*|execArgv)/.test(line)
                ? undefined
                : /--[a-z][a-z-]+/.exec(line)?.[0];
              return option === undefined ? [] : [`${path}:${at + 1} spells ${option}`];
            })
          : [],
      ),
    broken: {
      'packages/sync-engine/src/a.ts': `// --yes is the app's\n/** --yes */\nconst words = \`\${why}; --yes helps\`;\nfor (; i > 0; i--) a = i --\nb;`,
      'packages/journal/src/a.test.ts': `spawn('node --test');`,
      'packages/field-mapper/src/a.ts': `const words = 'with --json the product stands beside it';`,
      'apps/cutover/src/a.ts': `const words = 'try --yes';`,
    },
    says: ['packages/sync-engine/src/a.ts:3 spells --yes', 'packages/field-mapper/src/a.ts:1 spells --json'],
  },
  {
    promise: 'the app measures and fills text, and asks what a terminal can do, in its room terminal alone',
    complaints: (tree) =>
      sourcesOf(tree).flatMap(({ path, text }) =>
        path.startsWith('apps/cutover/src/') && !path.startsWith('apps/cutover/src/terminal/')
          ? Array.from(text.matchAll(terminalWork), ([found]) => `${path} does itself: ${found}`)
          : [],
      ),
    broken: {
      'apps/cutover/src/terminal/width.ts': `import stringWidth from 'string-width';`,
      'apps/cutover/src/a.ts': `const line = name.padEnd(9) + time.padStart(7);\nimport w from 'string-width';`,
      'apps/cutover/src/b.ts': `const isPlain = environment['CI'] !== undefined; // not NO_COLOR`,
      'packages/a/src/a.ts': `const day = text.padStart(2, '0');`,
    },
    says: [
      'apps/cutover/src/a.ts does itself: .padEnd(',
      'apps/cutover/src/a.ts does itself: .padStart(',
      "apps/cutover/src/a.ts does itself: 'string-width'",
      "apps/cutover/src/b.ts does itself: ['CI']",
    ],
  },
  {
    promise: 'the engine says in codes and facts what it finds, and makes messages of them at one place',
    complaints: (tree) =>
      sourcesOf(tree).flatMap(({ path, home, text }) =>
        home === 'packages/sync-engine' && path !== worder
          ? linesMaking('message', path, text).map((line) => `${path}:${line} makes a message`)
          : [],
      ),
    broken: {
      'packages/sync-engine/src/a.ts': `const { message } = error;\nconst found = { rule, message: 'it is broken' };\nf({ 'message': \`\${why}\` });`,
      'packages/sync-engine/src/b.ts': `// message: 'words'\ninterface Row { message: string }\nrows.push({ message });`,
      'packages/sync-engine/src/c.test.ts': `const row = { message: 'words' };`,
      'packages/sync-engine/src/found.ts': `const row = { ...found, message: words(says) };`,
      'packages/journal/src/a.ts': `const row = { message: 'words' };`,
    },
    says: [
      'packages/sync-engine/src/a.ts:2 makes a message',
      'packages/sync-engine/src/a.ts:3 makes a message',
      'packages/sync-engine/src/b.ts:3 makes a message',
    ],
  },
  {
    promise: 'the engine holds no sentence but those of its tables',
    complaints: (tree) =>
      sourcesOf(tree).flatMap(({ path, home, text }) =>
        home === 'packages/sync-engine' && !tables.has(posix.basename(path))
          ? sentencesIn(path, text).map((line) => `${path}:${line} holds a sentence`)
          : [],
      ),
    broken: {
      'packages/sync-engine/src/a.ts': `const why = \`\${name}: it is gone\`;\nconst words = { reason: 'no address' };\nconst both = \`\${a} \${b}\`;`,
      'packages/sync-engine/src/b.ts': `// it is gone\nif (bad) throw new TypeError('no such value');\nconst is: 'it is gone' | 'not-kept' = 'not-kept';`,
      'packages/sync-engine/src/rules.ts': `const rule = { means: 'it is gone' };`,
      'packages/sync-engine/src/c.test.ts': `const words = 'it is gone';`,
      'packages/journal/src/a.ts': `const words = 'it is gone';`,
    },
    says: [
      'packages/sync-engine/src/a.ts:1 holds a sentence',
      'packages/sync-engine/src/a.ts:2 holds a sentence',
      'packages/sync-engine/src/b.ts:3 holds a sentence',
    ],
  },
  {
    promise: 'a text that proposes a report names its file: a terminal is no place for the lines of a table',
    complaints: (tree) =>
      sourcesOf(tree)
        .filter(({ path }) => path.startsWith('apps/cutover/src/'))
        .flatMap(({ path, text }) =>
          text
            .split('\n')
            .flatMap((line, at) =>
              /\\?`cutover report\b(?!.*--(?:out|ids)\b)/u.test(line) ? [`${path}:${at + 1}`] : [],
            ),
        ),
    broken: {
      'apps/cutover/src/a.ts':
        'const a = `More: \\`cutover report --run ${run}\\``;\nconst b = "Or `cutover report --run ID --out a.html`";',
      'apps/cutover/src/b.ts':
        "const c = 'See `cutover report`.';\nconst d = ['cutover report --format md', 'for a ticket'];",
    },
    says: ['apps/cutover/src/a.ts:1', 'apps/cutover/src/b.ts:1'],
  },
  {
    promise: 'names say what is behind them',
    complaints: (tree) => [
      ...homesOf(tree)
        .filter((home) => emptyNames.test(posix.basename(home)))
        .map((home) => `${home} names nothing`),
      ...sourcesOf(tree, 'code and tests').flatMap(({ path, home }) =>
        namesIn(path.slice(`${home}/src/`.length)).flatMap((name) => {
          if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return [`${path} is not kebab-case`];
          const empty = emptyNames.test(name) || name.split('-').some((part) => emptyParts.test(part));
          return empty ? [`${path} names nothing`] : [];
        }),
      ),
    ],
    broken: {
      'packages/common/package.json': '',
      'packages/a/src/stringTools.ts': '',
      'packages/a/src/image-utils.test.ts': '',
      'packages/a/src/types/x.ts': '',
      'packages/a/src/their-types.d.ts': '',
      'packages/a/src/config-file.fixture.ts': '',
    },
    says: [
      'packages/common names nothing',
      'packages/a/src/stringTools.ts is not kebab-case',
      'packages/a/src/image-utils.test.ts names nothing',
      'packages/a/src/types/x.ts names nothing',
      'packages/a/src/config-file.fixture.ts is not kebab-case',
    ],
  },
  {
    promise: `no function is longer than ${linesMax} lines, what a factory makes apart`,
    complaints: (tree) =>
      sourcesOf(tree).flatMap(({ path, text }) =>
        functionsIn(path, text)
          .filter(({ lines }) => lines > linesMax)
          .map(({ name, line, lines }) => `${path}:${line} ${name}: ${lines} lines`),
      ),
    broken: {
      'packages/a/src/long.ts': `function long() {${'\n'.repeat(linesMax)}}`,
      'packages/a/src/short.ts': `function short() {${'\n'.repeat(linesMax - 1)}}${'\n'.repeat(300)}`,
      'packages/a/src/arrow.tsx': `\nexport const view = () => <b>${'\n'.repeat(linesMax)}</b>;`,
      'packages/a/src/long.test.ts': `it('is long', () => {${'\n'.repeat(linesMax)}});`,
      'packages/a/src/factory.ts': `function createA() {\nreturn { ${methods(30)} };\n}`,
      'packages/a/src/by-name.ts': `function createB() {\nconst b = () => {${'\n'.repeat(linesMax - 1)}};\nreturn { b };\n}`,
      'packages/a/src/named-so.ts': `function createC() {\nconst c = { ${methods(30)} };\nreturn Object.keys(c).length; }`,
      'packages/a/src/no-factory.ts': `function startD() {\nreturn { ${methods(30)} };\n}`,
      'packages/a/src/setting-up.ts': `function createE() {${'\n'.repeat(linesMax)}return { e() {} };\n}`,
      'packages/a/src/inside.ts': `function createF() {\nreturn { f() {${'\n'.repeat(linesMax)}} };\n}`,
    },
    says: [
      'packages/a/src/long.ts:1 long: 71 lines',
      'packages/a/src/arrow.tsx:2 view: 71 lines',
      'packages/a/src/named-so.ts:1 createC: 93 lines',
      'packages/a/src/no-factory.ts:1 startD: 93 lines',
      'packages/a/src/setting-up.ts:1 createE: 71 lines',
      'packages/a/src/inside.ts:2 f: 71 lines',
    ],
  },
  {
    promise:
      'help, and a command that cannot be read, load nothing but the app, what costs nothing of Node and side doors of ours that lead to nothing else',
    complaints: (tree) =>
      loadedWith(tree, 'apps/cutover/src/main.ts').flatMap(({ path, from }) =>
        quickOfNode.has(from) ? [] : [`${path} loads ${from} at once`],
      ),
    broken: {
      'apps/cutover/src/main.ts': `import { a } from './a.ts';\nimport type { T } from '@cutover/journal';\nimport fs from 'node:fs';\nimport 'node:crypto';`,
      'apps/cutover/src/a.ts': `import { Command } from 'commander';\nimport { b } from './b.ts';\nconst c = await import('./c.ts');`,
      'apps/cutover/src/b.ts': `import { type Run, openJournal } from '@cutover/journal';\nimport '@cutover/journal/light';\nimport '@cutover/journal/none';`,
      'apps/cutover/src/c.ts': `import sharp from 'sharp';`,
      'packages/journal/package.json': JSON.stringify({
        exports: { '.': { source: './src/index.ts' }, './light': { source: './src/light.ts' } },
      }),
      'packages/journal/src/light.ts': `export * from './heavy.ts';`,
      'packages/journal/src/heavy.ts': `import { z } from 'zod';`,
    },
    says: [
      'apps/cutover/src/main.ts loads node:crypto at once',
      'apps/cutover/src/a.ts loads commander at once',
      'apps/cutover/src/b.ts loads @cutover/journal at once',
      'apps/cutover/src/b.ts loads @cutover/journal/none at once',
      'packages/journal/src/heavy.ts loads zod at once',
    ],
  },
  {
    promise: 'no file imports itself by way of others, types included',
    complaints: (tree) =>
      [...homesOf(tree).map((home) => filesOf(tree, home)), testsOf(tree)].flatMap((files) =>
        circlesIn(files).map((circle) => `${[...circle, circle[0]].join(' → ')} is a circle`),
      ),
    broken: {
      'packages/a/src/a.ts': `import type { B } from './b.ts';`,
      'packages/a/src/b.ts': `import { c } from './in/c.ts';`,
      'packages/a/src/in/c.ts': `export type { A } from '../a.ts';`,
      'packages/a/src/leads-there.ts': `import { a } from './a.ts';`,
      'packages/b/src/a.ts': `const x = await import('./b.ts');`,
      'packages/b/src/b.ts': `export * from './a.ts';`,
      'packages/c/src/top.ts': `import './left.ts';\nimport './right.ts';`,
      'packages/c/src/left.ts': `import './bottom.ts';`,
      'packages/c/src/right.ts': `import './bottom.ts';\n// import './top.ts';`,
      'packages/c/src/bottom.ts': `import { top } from '@cutover/a';`,
      'test/simulation/one.ts': `import type { Two } from '../support/two.ts';`,
      'test/support/two.ts': `export { one } from '../simulation/one.ts';`,
      'test/support/three.ts': `import { two } from './two.ts';`,
    },
    says: [
      'packages/a/src/a.ts → packages/a/src/b.ts → packages/a/src/in/c.ts → packages/a/src/a.ts is a circle',
      'packages/b/src/a.ts → packages/b/src/b.ts → packages/b/src/a.ts is a circle',
      'test/simulation/one.ts → test/support/two.ts → test/simulation/one.ts is a circle',
    ],
  },
  {
    promise: 'no room imports itself by way of others, types included',
    complaints: (tree) =>
      roomy.flatMap((home) =>
        circlesOfRooms(sourcesOf(tree).filter((file) => file.home === home)).map(
          (circle) => `${[...circle, circle[0]].join(' → ')} is a circle of rooms`,
        ),
      ),
    broken: {
      'packages/journal/src/match/one.ts': `import type { Two } from '../plan/two.ts';`,
      'packages/journal/src/plan/two.ts': `const three = await import('../write/three.ts');`,
      'packages/journal/src/write/three.ts': `export { other } from '../match/other.ts';`,
      'packages/journal/src/match/other.ts': '',
      'apps/cutover/src/top.ts': `import './room/one.ts';`,
      'apps/cutover/src/room/one.ts': `import './two.ts';\nimport '../beside.ts';`,
      'apps/cutover/src/room/two.ts': '',
      'apps/cutover/src/beside.ts': '',
    },
    says: [
      'packages/journal/src/match → packages/journal/src/plan → packages/journal/src/write → packages/journal/src/match is a circle of rooms',
    ],
  },
  {
    promise: 'a room imports only the rooms that the README of its package allows it, and each that it names',
    complaints: (tree) =>
      roomy.flatMap((home) => {
        const readme = tree.get(`${home}/README.md`) ?? '';
        const allowed = roomsAllowed(readme);
        const unused = roomsNamed(readme);
        const wrong = sourcesOf(tree)
          .filter((file) => file.home === home)
          .flatMap(({ path, text }) => {
            const room = roomIn(home, path);
            if (room === undefined) return [];
            const its = allowed.get(room);
            if (its === undefined) return [`${home}/README.md says nothing of ${room}`];
            return importsOf(path, text).flatMap(({ from }) => {
              const other = from.startsWith('.') ? roomIn(home, pathFrom(path, from)) : undefined;
              if (other !== undefined) unused.get(room)?.delete(other);
              return other === undefined || other === room || its.has(other)
                ? []
                : [`${path} imports from ${other}`];
            });
          });
        return [
          ...wrong,
          ...[...unused].flatMap(([room, others]) =>
            [...others].map((other) => `${home}/README.md lets ${room} import ${other}, and it does not`),
          ),
        ];
      }),
    broken: {
      'packages/sync-engine/README.md':
        '| room | what is in it | may import |\n| --- | --- | --- |\n| `one/` | `two` | nothing |\n| `two/` | 2 | `one` |\n| `idle/` | 0 | `one` and `two` |\n| `three/` | 3 | all above |',
      'packages/sync-engine/src/idle/a.ts': `import '../two/b.ts';`,
      'packages/sync-engine/src/one/a.ts': `import type { B } from '../two/b.ts';\nimport '../top.ts';`,
      'packages/sync-engine/src/two/b.ts': `import '../one/a.ts';\nimport './c.ts';\nimport '../three/d.ts';`,
      'packages/sync-engine/src/three/d.ts': `import '../one/a.ts';\nimport '../two/b.ts';\nimport '../four/e.ts';`,
      'packages/sync-engine/src/four/e.ts': '',
      'packages/sync-engine/src/top.ts': `import './three/d.ts';`,
      'apps/cutover/README.md':
        '| room | hides | may touch |\n| --- | --- | --- |\n| `src/low` | 1 | nothing |\n| `src/high` | 2 | nothing |',
      'apps/cutover/src/low/a.tsx': `import('../high/b.ts');`,
      'apps/cutover/src/high/b.ts': `import '../low/a.tsx';`,
      'packages/journal/README.md': 'Rooms: `one/`.',
      'packages/journal/src/one/a.ts': `import '../two/b.ts';`,
    },
    says: [
      'packages/sync-engine/src/one/a.ts imports from two',
      'packages/sync-engine/src/two/b.ts imports from three',
      'packages/sync-engine/src/three/d.ts imports from four',
      'packages/sync-engine/README.md says nothing of four',
      'packages/sync-engine/README.md lets idle import one, and it does not',
      'packages/journal/README.md says nothing of one',
      'apps/cutover/src/low/a.tsx imports from high',
    ],
  },
  {
    promise:
      'the README of a package with rooms names each file that lies beside them, and none that is not there',
    complaints: (tree) =>
      roomy.flatMap((home) => {
        const named = new Set(
          [...(tree.get(`${home}/README.md`) ?? '').matchAll(/`([a-z-]+\.ts)`/g)].flatMap(
            ([, name = '']) => name,
          ),
        );
        const its = sourcesOf(tree).filter((file) => file.home === home);
        const there = new Set(its.map(({ path }) => posix.basename(path)));
        return [
          ...its.flatMap(({ path }) => {
            const file = posix.basename(path);
            const isBeside = path === `${home}/src/${file}` && file !== 'index.ts';
            return isBeside && !named.has(file) ? [`${home}/README.md does not name ${file}`] : [];
          }),
          ...[...named]
            .filter((file) => !there.has(file))
            .map((file) => `${home}/README.md names ${file}, which is not there`),
        ];
      }),
    broken: {
      'packages/journal/README.md': '`one.ts` and `three.ts` hold what two.ts and `gone.ts` do not.',
      'packages/journal/src/one.ts': '',
      'packages/journal/src/two.ts': '',
      'packages/journal/src/two.test.ts': '',
      'packages/journal/src/index.ts': '',
      'packages/journal/src/room/three.ts': '',
      'packages/a/src/four.ts': '',
    },
    says: [
      'packages/journal/README.md does not name two.ts',
      'packages/journal/README.md names gone.ts, which is not there',
    ],
  },
  {
    promise: 'docs/architecture.md lists the rooms of a package as its README does, in the same order',
    complaints: (tree) => {
      const page = tree.get('docs/architecture.md') ?? '';
      return roomy.flatMap((home) => {
        const rooms = [...roomsOf(tree.get(`${home}/README.md`) ?? '').keys()];
        const list = rooms
          .filter((room) => room !== 'testing')
          .map((room) => `\`${room}\``)
          .join(', ');
        return page.includes(`${list} (`) ? [] : [`docs/architecture.md does not list ${list} of ${home}`];
      });
    },
    broken: {
      'docs/architecture.md':
        'Rooms: `one`, `two` (the table), `low`, `high` (the table) and `match`, `write` (the table).',
      'packages/sync-engine/README.md': '| `match/` | 1 | |\n| `plan/` | 2 | |\n| `write/` | 3 | |',
      'packages/journal/README.md': '| `one/` | 1 | |\n| `two/` | 2 | |\n| `testing/` | 3 | |',
      'apps/cutover/README.md': '| `src/high` | 1 | |\n| `src/low` | 2 | |',
    },
    says: [
      'docs/architecture.md does not list `match`, `plan`, `write` of packages/sync-engine',
      'docs/architecture.md does not list `high`, `low` of apps/cutover',
    ],
  },
  {
    promise: 'what is of one kind of picture is reached through the interface of kinds and their table',
    complaints: (tree) =>
      sourcesOf(tree)
        .filter(({ path, home }) => !path.startsWith(kindsRoom) && !path.startsWith(`${home}/src/testing/`))
        .flatMap(({ path, text }) =>
          importsOf(path, text)
            .map(({ from }) => (from.startsWith('.') ? pathFrom(path, from) : ''))
            .filter((to) => to.startsWith(kindsRoom) && to.slice(kindsRoom.length).includes('/'))
            .map((to) => `${path} imports ${to}`),
        ),
    broken: {
      'packages/sync-engine/src/write/a.ts': `import '../kinds/swatch/swatch.ts';\nimport '../kinds/kinds.ts';\nimport type { Kind } from '../kinds/kind.ts';`,
      'packages/sync-engine/src/write/a.test.ts': `import '../kinds/swatch/swatch.ts';`,
      'packages/sync-engine/src/kinds/kinds.ts': `import './swatch/swatch.ts';`,
      'packages/sync-engine/src/testing/plans.ts': `import '../kinds/swatch/swatch.ts';`,
    },
    says: ['packages/sync-engine/src/write/a.ts imports packages/sync-engine/src/kinds/swatch/swatch.ts'],
  },
  {
    promise: 'what is the same for all kinds of picture asks a kind for facts, never for its name',
    complaints: (tree) => {
      const kinds = kindsNamed(tree);
      return sourcesOf(tree)
        .filter(({ path }) => knowsNoKind.test(path))
        .flatMap(({ path, text }) =>
          linesHolding(kinds, path, text).map((line) => `${path}:${line} compares with the name of a kind`),
        );
    },
    broken: {
      'packages/journal/src/picture-kinds.ts': `export const kindOfWord = {\n  product: 'product-image',\n  swatch: 'swatch',\n} as const;`,
      'packages/sync-engine/src/write/a.ts': `const a = kinds.find(({ name }) => name === 'product-image');\nconst b = a.is === 'found';`,
      'packages/sync-engine/src/write/a.test.ts': `const a = kind === 'swatch';`,
      'packages/sync-engine/src/plan/b.ts': `switch (kind) {\n  case 'swatch':\n}`,
      'packages/sync-engine/src/runs/c.ts': `const of = { kind: 'product-image' };\nconst c = kinds.includes('product');`,
      'packages/sync-engine/src/compare/d.ts': `const d = kind !== 'product-image';`,
    },
    says: [
      'packages/sync-engine/src/write/a.ts:1 compares with the name of a kind',
      'packages/sync-engine/src/plan/b.ts:2 compares with the name of a kind',
      'packages/sync-engine/src/runs/c.ts:2 compares with the name of a kind',
    ],
  },
  {
    promise: 'what tests alone import lies in the folder `testing`, and nothing else imports from there',
    complaints: (tree) => {
      const importers = importersIn(tree);
      return sourcesOf(tree).flatMap(({ path, home }) => {
        const all = importers.get(path) ?? [];
        if (path.startsWith(`${home}/src/testing/`))
          return all.filter((one) => !isOfTests(one)).map((one) => `${one} imports ${path}`);
        return all.length === 0 || path === `${home}/src/index.ts` || !all.every(isOfTests)
          ? []
          : [`${path} is imported by tests alone`];
      });
    },
    broken: {
      'packages/a/src/index.ts': `export { used } from './used.ts';`,
      'packages/a/src/used.ts': `import { image } from './testing/images.ts';`,
      'packages/a/src/files/made-up.ts': `import '../used.ts';`,
      'packages/a/src/files/only-to-shared.ts': '',
      'packages/a/src/files/a.test.ts': `import './made-up.ts';\nimport '../testing/images.ts';\nimport '../index.ts';`,
      'packages/a/src/testing/images.ts': `import '../files/only-to-shared.ts';`,
      'packages/a/src/program.ts': '',
    },
    says: [
      'packages/a/src/files/made-up.ts is imported by tests alone',
      'packages/a/src/files/only-to-shared.ts is imported by tests alone',
      'packages/a/src/used.ts imports packages/a/src/testing/images.ts',
    ],
  },
  {
    promise: 'a package has a README and an index that only re-exports',
    complaints: (tree) =>
      homesOf(tree).flatMap((home) => {
        const index = `${home}/src/index.ts`;
        return [
          ...(tree.has(`${home}/README.md`) ? [] : [`${home} has no README.md`]),
          ...(onlyReExports(index, tree.get(index) ?? '') ? [] : [`${index} does more than re-export`]),
        ];
      }),
    broken: {
      'packages/a/src/index.ts': `export * from './x.ts';\nexport { type A } from './y.ts';`,
      'packages/b/README.md': '',
      'packages/b/src/index.ts': `export const b = 1;`,
    },
    says: ['packages/a has no README.md', 'packages/b/src/index.ts does more than re-export'],
  },
];

/** Those of a package or app, its tests included. */
const filesOf = (tree: Tree, home: string): SourceFile[] =>
  sourcesOf(tree, 'code and tests').filter((file) => file.home === home);

/** What lies in the folder of tests that need several packages. */
const testsOf = (tree: Tree): SourceFile[] =>
  [...tree].flatMap(([path, text]) => (/^test\/.*\.tsx?$/.test(path) ? [{ path, home: 'test', text }] : []));

/** Which files import each file by its path. */
function importersIn(tree: Tree): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const [path, text] of tree) {
    if (!/\.tsx?$/.test(path)) continue;
    for (const { from } of importsOf(path, text)) {
      if (!from.startsWith('.')) continue;
      const to = pathFrom(path, from);
      importers.set(to, [...(importers.get(to) ?? []), path]);
    }
  }
  return importers;
}

/** A test, or what tests are made with. */
function isOfTests(path: string): boolean {
  return /\.test\.tsx?$|^test\/|\/src\/testing\//.test(path);
}

/** What each room may import by the table of rooms: those that its row names, or those above it. */
function roomsAllowed(readme: string): Map<string, ReadonlySet<string>> {
  const allowed = new Map<string, ReadonlySet<string>>();
  const named = roomsNamed(readme);
  for (const room of roomsOf(readme).keys()) allowed.set(room, named.get(room) ?? new Set(allowed.keys()));
  return allowed;
}

/** Of each room whose row names them: which it may import. */
function roomsNamed(readme: string): Map<string, Set<string>> {
  const saysWhich = readme.includes('| may import');
  return new Map(
    [...roomsOf(readme)].flatMap(([room, may]) =>
      saysWhich && !may.includes('all above')
        ? [[room, new Set([...may.matchAll(/`([a-z-]+)`/g)].flatMap(([, name = '']) => name))] as const]
        : [],
    ),
  );
}

/** The rooms of the table, each with what stands in its last cell. */
function roomsOf(readme: string): Map<string, string> {
  return new Map(
    readme.split('\n').flatMap((line) => {
      const cells = line.split('|');
      const room = /^`(?:src\/)?([a-z-]+)\/?`$/.exec(cells[1]?.trim() ?? '')?.[1];
      return room === undefined ? [] : [[room, cells[3] ?? ''] as const];
    }),
  );
}

/** The folder of `src` that a file lies in; undefined beside the rooms. */
function roomIn(home: string, path: string): string | undefined {
  const [room, file] = path.slice(`${home}/src/`.length).split('/');
  return file === undefined ? undefined : room;
}

function disagreements(tree: Tree, home: string): string[] {
  const imported = new Set(
    sourcesOf(tree, 'code and tests')
      .filter((file) => file.home === home)
      .flatMap(({ path, text }) => importsOf(path, text).map(({ from }) => packageOf(from))),
  );
  const { dependencies, devDependencies } = manifest(tree, `${home}/package.json`);
  const { references = [] } = manifest(tree, `${home}/tsconfig.json`);
  const declared = Object.keys({ ...dependencies, ...devDependencies });
  const used = ours(imported);
  const named = ours(declared);
  const referred = ours(references.map(({ path }) => `@cutover/${posix.basename(path)}`));
  return [
    ...(used === named ? [] : [`${home} imports [${used}] and package.json says [${named}]`]),
    ...(used === referred ? [] : [`${home} imports [${used}] and tsconfig.json refers to [${referred}]`]),
    ...[...imported]
      .filter(
        (name) => !/^(?:$|\.|node:|@cutover\/)/.test(name) && ![...declared, ...everywhere].includes(name),
      )
      .map((name) => `${home} imports ${name}, which its package.json does not name`),
  ];
}

function manifest(tree: Tree, path: string): Manifest {
  const parsed: Manifest = JSON.parse(tree.get(path) ?? '{}');
  return parsed;
}

/** `zod/v4` → `zod`, `@scope/name/sub` → `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier.startsWith('.')
    ? '.'
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
}

function ours(names: Iterable<string>): string {
  return [...names]
    .filter((name) => name.startsWith('@cutover/'))
    .toSorted()
    .join(' ');
}

function takesWriter(path: string, text: string): boolean {
  return importsOf(path, text).some(
    ({ from, names }) =>
      from.startsWith('@cutover/v2-client') &&
      names.some((name) => name === '*' || name === 'createV2Writer'),
  );
}

/** So many methods of three lines each, as they stand in an object. */
function methods(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}() {\n\n},\n`).join('');
}

function namesIn(path: string): string[] {
  return path.split('/').map((part) => part.replace(/(?:\.(?:d|test))?\.tsx?$/, ''));
}
