/** @jsxImportSource preact */
// One HTML file that holds all it shows and loads nothing. Escaping is the renderer's; what it does not escape, the style and
// the script, is ours, never holds a text of the report, and is named by its hash to a policy that allows nothing else.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { PageOptions, PagePictures } from '../format.ts';
import { type EntryGroup, entryGroups, type PeopleReport } from '../people-report.ts';
import { Entry } from './entry.tsx';
import { script } from './script.ts';
import { style } from './style.ts';
import { Summary } from './summary.tsx';

/** So many entries stand together where a browser has no scripts. */
const ENTRIES_A_PART = 500;
/** So many can be read without scripts; the others are packed, so that a report of very many can still be sent by mail. */
const ENTRIES_UNPACKED = 4_000;

export function* htmlPage(report: PeopleReport, { logo, pictures }: PageOptions): Generator<string> {
  const imagesFrom = new Set([...(logo === undefined ? [] : ['data:']), ...(pictures?.from ?? [])]);
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    ...(imagesFrom.size === 0 ? [] : [`img-src ${[...imagesFrom].join(' ')}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  yield `<!doctype html>\n<html lang="en">\n<head>\n${renderToString(<Head title={report.title} policy={policy} />)}<style>${style}</style>\n</head>\n<body>\n`;
  yield '<a class="skip" href="#entries">To the list</a>\n<main>\n';
  yield `${renderToString(<Summary report={report} logo={logo} />)}\n`;
  yield* list(report, pictures);
  yield `</main>\n${renderToString(<Foot report={report} pictures={pictures} />)}\n<script>${script}</script>\n</body>\n</html>`;
}

function Head({ title, policy }: { readonly title: string; readonly policy: string }): VNode {
  return (
    <>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="referrer" content="no-referrer" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>{title}</title>
    </>
  );
}

function Foot({ report: { madeBy, madeAt }, pictures }: Shown): VNode {
  const loads =
    pictures?.from.includes("'self'") === true ? 'the pictures beside it alone' : 'nothing from anywhere';
  return (
    <footer>
      <p>{`Made by ${madeBy} on ${madeAt}. This file loads ${loads}; links lead to the stores.`}</p>
    </footer>
  );
}

interface Shown {
  readonly report: PeopleReport;
  readonly pictures: PagePictures | undefined;
}

function* list(report: PeopleReport, pictures: PagePictures | undefined): Generator<string> {
  const total = Object.values(report.entryCounts).reduce((sum, count) => sum + count, 0);
  yield `${renderToString(<ListHead report={report} total={total} pictures={pictures} />)}\n`;
  let part: string[] = [];
  let from = 1;
  for (const entry of report.entries()) {
    part.push(renderToString(<Entry entry={entry} of={report} pictures={pictures} />));
    if (part.length < ENTRIES_A_PART) continue;
    yield partOf(part, from);
    from += part.length;
    part = [];
  }
  if (part.length > 0) yield partOf(part, from);
  if (total > ENTRIES_UNPACKED)
    yield `<noscript><p>${total - ENTRIES_UNPACKED} more are in this file and shown by a browser with scripts.</p></noscript>\n`;
}

function partOf(rows: readonly string[], from: number): string {
  const lines = rows.join('\n');
  if (from > ENTRIES_UNPACKED)
    return `<script type="text/plain" class="rows">${gzipSync(lines).toString('base64')}</script>\n`;
  const summary = `<summary>${from} to ${from + rows.length - 1}</summary>`;
  return `<noscript class="rows"><details${from === 1 ? ' open' : ''}>${summary}<ol class="entries">\n${lines}\n</ol></details></noscript>\n`;
}

function ListHead({ report, total, pictures }: Shown & { readonly total: number }): VNode {
  const groups = Object.keys(entryGroups).filter((group): group is EntryGroup => group in report.entryCounts);
  return (
    <div id="entries">
      <h2>Image by image</h2>
      {total === 0 ? (
        <p>Nothing has to be listed: no image differs, and nothing was changed.</p>
      ) : (
        <p>
          {`What needs attention comes first. An image ${report.comparesSides ? 'that is the same on both sides' : 'of which nothing is said'} is not listed.`}
        </p>
      )}
      {report.unlisted > 0 && <p>{unlistedWords(report.unlisted)}</p>}
      {pictures?.words.map((words) => (
        <p>{words}</p>
      ))}
      <ul>
        {groups.map((group) => (
          <li>{`${entryGroups[group]}: ${report.entryCounts[group] ?? 0}`}</li>
        ))}
      </ul>
      <Tools groups={groups} />
      <p id="count" role="status" tabIndex={-1} />
      <ol class="entries" id="list" />
      <div class="tools pages" id="pages" hidden>
        <button type="button" id="previous">
          Previous page
        </button>
        <span id="place" />
        <button type="button" id="next">
          Next page
        </button>
      </div>
    </div>
  );
}

function Tools({ groups }: { readonly groups: readonly EntryGroup[] }): VNode {
  return (
    <form class="tools" id="tools" hidden>
      <label>
        Search
        <input id="search" type="search" autocomplete="off" />
      </label>
      <label>
        Show
        <select id="group">
          <option value="">everything</option>
          {groups.map((group) => (
            <option value={group}>{entryGroups[group]}</option>
          ))}
        </select>
      </label>
      <label>
        Rule or reason
        <select id="rule">
          <option value="">any</option>
        </select>
      </label>
      <label>
        Group by
        <select id="order">
          <option value="">urgency</option>
          <option value="rule">rule or reason</option>
          <option value="product">product</option>
        </select>
      </label>
      <label>
        A page
        <select id="size">
          {[50, 200, 1000].map((size) => (
            <option value={size}>{size}</option>
          ))}
        </select>
      </label>
    </form>
  );
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const unlistedWords = (rows: number): string =>
  `CSV and JSON Lines have ${rows === 1 ? '1 more row' : `${rows} more rows`}: for images that are the same on both sides, differences that became one of the changes listed here, and changes that were not needed in the end.`;
