// The rules of the documentation: it speaks of things that exist, and everything that has to be explained is.
import { isThere, pagesOf, pathFrom, type Rule } from './tree.ts';

const errorPage = /^docs\/errors\/(.+)\.md$/;

/** How docs/architecture.md shortens the paths of its walks. */
const shortened: Readonly<Record<string, string>> = {
  S: 'packages/sync-engine/src',
  J: 'packages/journal/src',
  A: 'apps/cutover/src',
};

/** Made of parts, so that this file does not cite it. */
const noQuirk = ['Q', '99'].join('-');

/** Some five lines. */
const paragraphMax = 500;

export const docsRules: readonly Rule[] = [
  {
    promise: 'every quirk that is cited is in docs/api-quirks.md, once',
    complaints: (tree) => {
      const rows = (tree.get('docs/api-quirks.md') ?? '').match(/^\| Q-\d+(?= +\|)/gm) ?? [];
      const known = rows.map((row) => row.slice('| '.length));
      return [
        ...known.filter((quirk, at) => known.indexOf(quirk) !== at).map((quirk) => `${quirk} is there twice`),
        ...[...tree].flatMap(([path, text]) =>
          [...new Set(text.match(/\bQ-\d+\b/g))]
            .filter((quirk) => !known.includes(quirk))
            .map((quirk) => `${path} cites ${quirk}`),
        ),
      ];
    },
    broken: {
      'docs/api-quirks.md': '| Q-01 | a |\n| Q-02 | b |\n| Q-02 | c |',
      'packages/a/src/a.ts': `// Q-01 and ${noQuirk}`,
    },
    says: ['Q-02 is there twice', `packages/a/src/a.ts cites ${noQuirk}`],
  },
  {
    promise: 'links in the docs lead somewhere, to terms of the glossary as well',
    complaints: (tree) =>
      pagesOf(tree).flatMap(({ path, prose }) =>
        [...prose.matchAll(/\]\((?![a-z]+:)([^)\s#]*)(?:#([^)\s]*))?\)/g)].flatMap(
          ([, file = '', anchor]) => {
            const to = file === '' ? path : pathFrom(path, file);
            if (!isThere(tree, to)) return [`${path} links to ${to}`];
            if (anchor === undefined || anchorsOf(tree.get(to) ?? '').includes(anchor)) return [];
            return [`${path} links to ${to}#${anchor}`];
          },
        ),
      ),
    broken: {
      'docs/architecture.md': [
        '# Errors: *all* of `them`',
        '[a](glossary.md#claim) [b](glossary.md#guess) [c](../test/) [d](none.md)',
        '[e](#errors-all-of-them) [f](https://example.com/none.md)',
      ].join('\n'),
      'docs/glossary.md': '### claim\n```\n[g](gone.md)\n```',
      'test/house.test.ts': '',
    },
    says: [
      'docs/architecture.md links to docs/glossary.md#guess',
      'docs/architecture.md links to docs/none.md',
    ],
  },
  {
    promise: 'every rule of a finding is explained in docs/rules.md, and no other',
    complaints: (tree) => {
      const told = (
        (tree.get('docs/rules.md') ?? '')
          .split('\n## ', 1)
          .join('')
          .match(/^\| `[a-z-]+`/gm) ?? []
      ).map((row) => row.slice(3, -1));
      const code = [...tree].filter(([path]) => /^packages\/sync-engine\/src\/.*(?<!\.test)\.ts$/.test(path));
      const said = new Set(
        code.flatMap(([, text]) =>
          [...text.matchAll(/(?:rule: |findingOf\(\s*)'([a-z-]+)'/g)].map(([, rule = '']) => rule),
        ),
      );
      // A rule that nobody can tell yet is said to be not looked for.
      const unspoken = tree.get('packages/sync-engine/src/grade/not-looked-for.ts') ?? '';
      return [
        ...[...said].filter((rule) => !told.includes(rule)).map((rule) => `${rule} is not explained`),
        ...told
          .filter((rule) => !said.has(rule) && !unspoken.includes(`'${rule}'`))
          .map((rule) => `${rule} is explained and never said`),
      ];
    },
    broken: {
      'docs/rules.md': '| rule |\n| `a-b` | x |\n| `old-one` | y |\n| `not-yet` | z |',
      'packages/sync-engine/src/grade/not-looked-for.ts': "const later = ['not-yet'];",
      'packages/sync-engine/src/a.ts': "const one = { rule: 'a-b' }; findingOf(\n  'c-d', {})",
    },
    says: ['c-d is not explained', 'old-one is explained and never said'],
  },
  {
    promise: `a paragraph of the README has no more than ${paragraphMax} characters: it is read by who is new`,
    complaints: (tree) =>
      pagesOf(tree)
        .filter(({ path }) => path === 'README.md')
        .flatMap(({ prose }) => prose.split(/\n{2,}/))
        // Addresses of links are not read, and tables and lists are looked through.
        .map((text) => text.trim().replaceAll(/\]\([^)]*\)/g, ']'))
        .filter((text) => text.length > paragraphMax && !/^[|-]/.test(text))
        .map((text) => `README.md: ${text.slice(0, 20)}… has ${text.length}`),
    broken: {
      'README.md': `${'a'.repeat(paragraphMax)}\n\n[b](${'c'.repeat(paragraphMax)})\n\n| ${'d'.repeat(paragraphMax)} |\n\n\`\`\`\n${'e'.repeat(paragraphMax + 1)}\n\`\`\`\n\n${'f'.repeat(paragraphMax + 1)}`,
      'docs/glossary.md': 'g'.repeat(paragraphMax + 1),
    },
    says: [`README.md: ${'f'.repeat(20)}… has ${paragraphMax + 1}`],
  },
  {
    promise: 'files that the docs name are there',
    complaints: (tree) =>
      pagesOf(tree).flatMap(({ path, prose }) =>
        [...prose.matchAll(/`((?:packages|apps|test|docs)\/[\w./-]*)`/g)]
          .map(([, named = '']) => named.replace(/\/$/, ''))
          .filter((named) => !/\/dist(?:\/|$)/.test(named) && !isThere(tree, named))
          .map((named) => `${path} names ${named}`),
      ),
    broken: {
      'README.md':
        '`packages/a/src/a.ts` `packages/a/` `packages/b/src/` `apps/a/dist/a.js` `docs/errors/<code>.md`',
      'packages/a/src/a.ts': '',
    },
    says: ['README.md names packages/b/src'],
  },
  {
    promise: 'the walks of docs/architecture.md go by files that are there, and meet none of them twice',
    complaints: (tree) => {
      const page = tree.get('docs/architecture.md') ?? '';
      const filesIn = (text: string): string[] =>
        [...text.matchAll(/`((?:[SJA]|packages|apps)\/[\w./-]+)`/g)].map(([, named = '']) =>
          named.replace(/\/$/, '').replace(/^[SJA](?=\/)/, (letter) => shortened[letter] ?? letter),
        );
      const met = filesIn(page.split('\n## Three walks\n')[1]?.split('\n## ')[0] ?? '');
      return [
        ...filesIn(page)
          .filter((file) => !isThere(tree, file))
          .map((file) => `docs/architecture.md names ${file}`),
        ...met
          .filter((file, at) => met.indexOf(file) !== at)
          .map((file) => `docs/architecture.md walks by ${file} twice`),
      ];
    },
    broken: {
      'docs/architecture.md':
        '`S/a.ts` and `S/a.ts`, `S/kinds/`\n## Three walks\n`S/a.ts` → `J/b.ts` → `packages/sync-engine/src/a.ts`\n## Laws\n`J/c.ts`',
      'packages/sync-engine/src/a.ts': '',
      'packages/sync-engine/src/kinds/d.ts': '',
      'packages/journal/src/b.ts': '',
    },
    says: [
      'docs/architecture.md names packages/journal/src/c.ts',
      'docs/architecture.md walks by packages/sync-engine/src/a.ts twice',
    ],
  },
  {
    promise: 'every error code has its page, and every page its code',
    complaints: (tree) => {
      const table = /errorTable = \{(.*?)\n\}/s.exec(tree.get('apps/cutover/src/errors.ts') ?? '')?.[1] ?? '';
      const codes = [...table.matchAll(/^ {2}'?([a-z\d-]+)'?: \{/gm)].map(([, code = '']) => code);
      const told = [...tree.keys()].flatMap((path) => errorPage.exec(path)?.[1] ?? []);
      return [
        ...(codes.length === 0 ? ['there is no table of errors'] : []),
        ...codes.filter((code) => !told.includes(code)).map((code) => `docs/errors/${code}.md is missing`),
        ...told
          .filter((code) => !codes.includes(code))
          .map((code) => `docs/errors/${code}.md is about nothing`),
      ];
    },
    broken: {
      'apps/cutover/src/errors.ts': `export const errorTable = {\n  'a-b': { exitCode: 2 },\n  bug: { exitCode: 1 },\n};`,
      'docs/errors/bug.md': '',
      'docs/errors/old.md': '',
    },
    says: ['docs/errors/a-b.md is missing', 'docs/errors/old.md is about nothing'],
  },
];

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return (text.match(/^#+ .*$/gm) ?? []).map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
