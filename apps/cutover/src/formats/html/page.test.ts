import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hostileReport, hostileText, plainReport } from '../../testing/people-reports.ts';
import type { PagePictures, ShownPicture } from '../format.ts';
import { htmlPage } from './page.tsx';

const pageOf = (report: Parameters<typeof htmlPage>[0], logo?: string, pictures?: PagePictures): string =>
  [...htmlPage(report, { logo, pictures })].join('');

const picturesOf = (shown: ShownPicture, more: Partial<PagePictures> = {}): PagePictures => ({
  of: () => shown,
  likeness: () => undefined,
  words: [],
  from: ['data:'],
  ...more,
});
const small = { src: 'data:image/webp;base64,AA==', width: 2, height: 1, words: '20 × 10 pixels' };

/** Every tag of the page, without what stands in style and script, which are our own. */
const tagsOf = (page: string): string[] =>
  page
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1>')
    .match(/<(?:"[^"]*"|[^">])*>/g)
    ?.map((tag) => tag) ?? [];

test('no text of a store or a journal becomes a part of the page', () => {
  const names = (page: string): string[] =>
    [...new Set(tagsOf(page).map((tag) => /^<\/?[a-z0-9!]*/i.exec(tag)?.[0] ?? ''))].sort();
  const hostile = pageOf(hostileReport);
  expect(names(hostile)).toEqual(names(pageOf(plainReport)));
  const attributes = tagsOf(hostile).flatMap(
    (tag) => tag.replace(/"[^"]*"/g, '""').match(/\s[a-z-]+(?==)/gi) ?? [],
  );
  expect(attributes.filter((name) => /^\s(?:on|style)/i.test(name))).toEqual([]);
  expect(hostile.match(/<\/script/gi)).toEqual(['</script']);
  expect(hostile.match(/<\/noscript/gi)).toEqual(['</noscript']);
  // It is all there, as text.
  expect(hostile).toContain(
    hostileText.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  );
});

test('an option never ends a line behind its hyphens, and a command may between its words', () => {
  const [part] = plainReport.parts;
  if (part === undefined) throw new Error('there is a part');
  const point = { what: 'x', count: 1, means: '', todo: 'Run `cutover retry --failed`.' };
  expect(pageOf({ ...plainReport, parts: [{ ...part, points: [point] }] })).toContain(
    'Run <code>cutover retry<span class="o"> --failed</span></code>.',
  );
});

test('an entry says what was handed over', () => {
  expect(pageOf(plainReport)).toContain('<p class="w">Handed over: picture-broken</p>');
  expect(pageOf(plainReport)).toContain('<p class="w">Offered: picture-broken</p>');
});

test('the policy allows the one style and the one script by their hashes, and pictures only where a logo is', () => {
  const page = pageOf(plainReport);
  const hash = (name: string): string => {
    const text = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(page)?.[1] ?? '';
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  const policy = (text: string): string | undefined =>
    /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1];
  expect(policy(page)).toBe(
    `default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; base-uri 'none'; form-action 'none'`,
  );
  expect(policy(pageOf(plainReport, 'data:image/png;base64,AA=='))).toContain('; img-src data:;');
  expect(tagsOf(page).filter((tag) => /\s(?:src|srcset|data|poster|action)=/.test(tag))).toEqual([]);
});

test('each number of the result carries the name of its field, and is one number to whoever reads the text', () => {
  const page = pageOf(plainReport);
  const told = [...page.matchAll(/<data data-result="([^"]*)"[^>]*>(.*?)<\/data>/g)].map(
    ([, name, inner = '']) => [name, inner.replace(/<[^>]*>/g, '')],
  );
  expect(told).toEqual([
    ['images', '1234567'],
    ['findings.critical', '12'],
    ['byRule.picture-broken', '12'],
    ['exitCode', '3'],
  ]);
});

test('a bar is as long as its share of the whole, not of the longest', () => {
  const rows = [
    { what: 'JPEG', count: 3 },
    { what: 'PNG', count: 1 },
  ];
  const rules = [6, 2].map((count) => ({ what: 'x', count, severity: 'info', means: '', todo: '' }));
  const barsOf = (report: Parameters<typeof htmlPage>[0]): string[] =>
    [...pageOf(report).matchAll(/class="bar" width="([^"]*)"/g)].map(([, width = '']) => width);
  const shares = [{ title: 'Pictures by format', heads: ['Format', 'Pictures'] as const, rows }];
  expect(barsOf({ ...plainReport, rules, shares: [] })).toEqual(['75', '25']);
  expect(barsOf({ ...plainReport, rules: [], shares })).toEqual(['75', '25']);
  // What is all there is fills its place.
  expect(barsOf({ ...plainReport, rules: rules.slice(1), shares: [] })).toEqual(['100']);
});

test('an entry is one line, so that the script finds it', () => {
  const lines = pageOf(hostileReport)
    .split('\n')
    .filter((line) => line.startsWith('<li data-g='));
  expect(lines.map((line) => line.endsWith('</li>'))).toEqual([true]);
});

test('pictures stand side by side, each with what it is, or with why it is not there', () => {
  const entryOf = (pictures: PagePictures): string =>
    /^<li data-g.*/m.exec(pageOf({ ...plainReport, sides: ['V2', 'V3'] }, undefined, pictures))?.[0] ?? '';
  expect(entryOf(picturesOf(small, { likeness: () => 'Both are the same file.' }))).toContain(
    `<div class="pics" data-first="V2">${['V2', 'V3']
      .map(
        (name) =>
          `<figure><img src="${small.src}" width="2" height="1" alt="${name}: picture-broken"/><figcaption>${name}: 20 × 10 pixels</figcaption></figure>`,
      )
      .join('')}</div><p>Both are the same file.</p>`,
  );
  expect(entryOf(picturesOf({ why: 'answered 404' }))).toContain(
    '<figure><figcaption>V2: not shown: answered 404</figcaption></figure>',
  );
  const onlyThere = picturesOf(small, { of: ({ imageId }) => (imageId === 8 ? small : undefined) });
  const { entries } = plainReport;
  const report = {
    ...plainReport,
    entries: () => [...entries()].map((one) => ({ ...one, target: { productId: 9, sku: '', name: '' } })),
  };
  expect(pageOf(report, undefined, onlyThere)).toContain('<figcaption>Target: no picture there</figcaption>');
  // An audit has not looked whether the other side has one.
  const ofOne = pageOf(
    {
      ...report,
      comparesSides: false,
      entries: () => [...entries()].map((one) => ({ ...one, target: undefined })),
    },
    undefined,
    onlyThere,
  );
  expect(ofOne).toContain('pics');
  expect(ofOne).not.toContain('Target: no picture there');
  expect(entryOf(picturesOf(small, { of: () => undefined }))).not.toContain('pics');
});

test('no text that comes with a picture becomes a part of the page', () => {
  const hostile = pageOf(
    plainReport,
    undefined,
    picturesOf({ ...small, words: hostileText }, { likeness: () => hostileText, words: [hostileText] }),
  );
  const plain = pageOf(
    plainReport,
    undefined,
    picturesOf(small, { likeness: () => 'words', words: ['words'] }),
  );
  const names = (page: string): string[] =>
    tagsOf(page).map((tag) => /^<\/?[a-z0-9!]*/i.exec(tag)?.[0] ?? '');
  expect(names(hostile)).toEqual(names(plain));
  expect(hostile.split('\n').filter((line) => line.startsWith('<li data-g='))).toEqual([
    expect.stringMatching(/<\/li>$/),
  ]);
});

test.each([
  [['data:'], 'img-src data:;', 'loads nothing from anywhere'],
  [["'self'"], "img-src 'self';", 'loads the pictures beside it alone'],
  [['data:', "'self'"], "img-src data: 'self';", 'loads the pictures beside it alone'],
] as const)('the policy lets pictures come from %j alone, and the page says so', (from, policy, words) => {
  const page = pageOf(plainReport, undefined, picturesOf(small, { from, words: ['Two pictures.'] }));
  expect(page).toContain(`; ${policy} base-uri`);
  expect(page).toContain(words);
  expect(page).toContain('<p>Two pictures.</p>');
});

test('only what is drawn is explained', () => {
  const timeline = { from: 'a', to: 'b', marks: [], sentences: [] };
  const page = pageOf({
    ...plainReport,
    timeline: { ...timeline, paces: [{ from: 0, to: 1, perMinute: 1_234, phase: 'reading' }] },
  });
  const [, key = ''] = /<p>(Images a minute: .*?)<\/p>/.exec(page) ?? [];
  expect(key.replaceAll(/<svg.*?<\/svg>/g, '')).toBe('Images a minute:  read or checked.');
  expect(page).toContain('>1,234</text>');
  expect(pageOf({ ...plainReport, timeline: { ...timeline, paces: [] } })).not.toContain('Images a minute:');
});

test('how it went is drawn, each mark with the number that it has in the list', () => {
  const page = pageOf({
    ...plainReport,
    timeline: {
      from: 'the beginning',
      to: 'the end',
      paces: [
        { from: 0, to: 0.25, perMinute: 100, phase: 'reading' },
        { from: 0.5, to: 1, perMinute: 50, phase: 'writing' },
      ],
      marks: [
        { is: 'wait', from: 0.1, to: 0.2, when: 'at one', words: 'It waited.' },
        { is: 'break', from: 0.25, to: 0.5, when: 'at two', words: 'It stopped.' },
      ],
      sentences: ['It took long.'],
    },
  });
  const [, drawn = ''] = /(<svg [^>]*Images a minute.*?<\/svg>)/.exec(page) ?? [];
  expect(
    [...drawn.matchAll(/<rect class="(\w+)" x="([\d.]+)" y="([\d.]+)"/g)].map(([, ...all]) => all),
  ).toEqual([
    ['reading', '48', '22'],
    ['writing', '344', '77'],
    ['wait', '107.2', '22'],
    ['break', '196', '22'],
  ]);
  expect(drawn).toContain(
    'aria-label="Images a minute between the beginning and the end, at most 100; 2 breaks and waits, listed below"',
  );
  expect(page).toContain('<p>It took long.</p>');
  expect(page).toContain('<ol class="marks"><li>at one: It waited.</li><li>at two: It stopped.</li></ol>');
  expect(pageOf({ ...plainReport, progress: undefined, timeline: undefined })).not.toContain('How it went');
});
