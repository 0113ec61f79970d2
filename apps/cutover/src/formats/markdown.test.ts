import { expect, test } from 'vitest';
import { hostileReport, hostileText, plainReport } from '../testing/people-reports.ts';
import { markdownPage } from './markdown.ts';

test('a ticket has the summary, the counts and what needs somebody', () => {
  expect([...markdownPage(plainReport)].join('\n')).toMatchInlineSnapshot(`
    "# picture-broken

    **picture-broken**

    | | |
    | --- | ---: |
    | images | 1,234,567 |
    | critical | 12 |

    ## What is wrong

    picture-broken

    - 12 × \`picture-broken\`: picture-broken What to do: picture-broken

    ## Findings by rule

    | Rule | Severity | Findings |
    | --- | --- | ---: |
    | \`picture-broken\` | picture-broken | 12 |

    ## Pictures by format

    | Format | Pictures |
    | --- | ---: |
    | picture-broken | 5 |

    ## Not done or wrong, or needs a decision

    - **critical** \`picture-broken\` \`picture-broken\`: \`picture-broken\`
      - Handed over: \`picture-broken\`
      - Offered: \`picture-broken\`
      - \`picture-broken\`: Source \`picture-broken\`, Target \`picture-broken\`
      - Source: [product 7](<https://store-abc.mybigcommerce.com/manage/products/edit/7>), image 8
      - Target: [product 7](<https://store-abc.mybigcommerce.com/manage/products/edit/7>), image 8

    ## About this report

    - Stores: \`picture-broken\`
    - Exit code: \`3\`

    Made by Cutover 0.0.0 on 2026-01-02 03:04:05 UTC."
  `);
});

test('texts from outside stand in code or are spelled out', () => {
  const text = [...markdownPage(hostileReport)].join('\n');
  // Without what stands in code nothing is left that Markdown, HTML or a list of people would heed.
  const left = text.replace(/(`+)(?:(?!\1)[\s\S])+?\1(?!`)/g, '');
  expect(left.match(/<(?!https:\/\/store-)|@|\]\((?!<https:\/\/store-)/g)).toBeNull();
  expect(text).toContain(`: \`\`${hostileText}\`\``);
});

test('of many the first 50 are told, and how many there are', () => {
  const [entry] = [...plainReport.entries()];
  if (entry === undefined) throw new Error('no entry');
  const many = {
    ...plainReport,
    entryCounts: { failed: 60 },
    entries: () => Array.from({ length: 60 }, () => entry),
  };
  const text = [...markdownPage(many)].join('\n');
  expect(text.match(/^- \*\*/gm)).toHaveLength(50);
  expect(text).toContain(
    'The first 50 of 60; `cutover report --run r0001-aa28 --out report.html` has them all.',
  );
});

test('what a ticket does not list is counted, and the command that lists it named', () => {
  const of = (entryCounts: object): string =>
    [...markdownPage({ ...plainReport, entryCounts, entries: () => [] })].join('\n');
  const whole = '`cutover report --run r0001-aa28 --out report.html` lists them.';
  expect(of({ done: 3, difference: 235 })).toContain(
    `## Not listed here\n\n- Differences and warnings: 235\n- Changes made: 3\n\n${whole}\n`,
  );
  expect(of({})).not.toContain('Not listed here');
});
