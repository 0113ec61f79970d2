// Two reports of one shape: a plain one, and one in which every text from outside tries to be more than text.
import type { PeopleEntry, PeopleReport } from '../formats/people-report.ts';

export const hostileText =
  '</script></noscript><img src=x onerror=alert(1)> <!-- " onload="alert(2) \' &lt; `code` [a](javascript:alert(3)) | @everyone';

const reportWith = (text: string): PeopleReport => {
  const side = {
    productId: 7,
    imageId: 8,
    sku: text,
    name: text,
    panel: 'https://store-abc.mybigcommerce.com/manage/products/edit/7',
    picture: `https://example.com/?${text}`,
    altText: text,
  };
  const entry: PeopleEntry = {
    group: 'failed',
    state: 'critical',
    tone: 'bad',
    severity: text,
    rule: text,
    message: text,
    handedOver: text,
    offered: text,
    source: side,
    target: side,
    fields: [{ name: text, source: text, target: text }],
  };
  const point = { what: text, count: 12, means: text, todo: text };
  return {
    whole: 'cutover report --run r0001-aa28 --out report.html',
    title: text,
    madeBy: 'Cutover 0.0.0',
    madeAt: '2026-01-02 03:04:05 UTC',
    verdict: { tone: 'bad', words: text },
    facts: [
      { name: 'Stores', value: text },
      { name: 'Exit code', value: 3, field: 'exitCode' },
    ],
    comparesSides: true,
    sides: ['Source', 'Target'],
    results: [
      { field: 'images', value: 1_234_567, words: 'images', tone: 'plain' },
      { field: 'findings.critical', value: 12, words: 'critical', tone: 'bad' },
    ],
    parts: [{ id: 'not-done', title: 'What is wrong', sentences: [text], points: [point] }],
    rules: [{ ...point, severity: text, field: `byRule.${text}` }],
    shares: [
      { title: 'Pictures by format', heads: ['Format', 'Pictures'], rows: [{ what: text, count: 5 }] },
    ],
    progress: {
      from: '2026-01-02 03:04:05 UTC',
      to: '2026-01-02 03:05:05 UTC',
      done: [1, 2, 2, 7],
      interruptions: 1,
    },
    timeline: {
      from: '2026-01-02 03:04:05 UTC',
      to: '2026-01-02 03:05:05 UTC',
      paces: [{ from: 0, to: 0.5, perMinute: 40, phase: 'writing' }],
      marks: [{ is: 'break', from: 0.5, to: 0.55, when: 'then', words: text }],
      sentences: [text],
    },
    entryCounts: { failed: 1 },
    unlisted: 3,
    entries: () => [entry],
  };
};

export const plainReport = reportWith('picture-broken');
export const hostileReport = reportWith(hostileText);
