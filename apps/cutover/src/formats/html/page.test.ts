import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hostileReport, hostileText, plainReport } from '../people-report.fixture.ts';
import { htmlPage } from './page.tsx';

const pageOf = (report: Parameters<typeof htmlPage>[0], logo?: string): string =>
  [...htmlPage(report, { logo })].join('');

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

test('an entry is one line, so that the script finds it', () => {
  const lines = pageOf(hostileReport)
    .split('\n')
    .filter((line) => line.startsWith('<li data-g='));
  expect(lines.map((line) => line.endsWith('</li>'))).toEqual([true]);
});
