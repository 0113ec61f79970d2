/** @jsxImportSource preact */
// What stands above the list: what the run has come to, in words that need no help.
import type { ComponentChildren, VNode } from 'preact';
import { number } from '../../terminal/quantities.ts';
import type {
  Mark,
  Pace,
  Part,
  PeopleReport,
  Point,
  Progress,
  ResultNumber,
  Shares,
  Timeline,
} from '../people-report.ts';
import { Bar, ProgressChart, TimelineChart } from './charts.tsx';

export function Summary({
  report,
  logo,
}: {
  readonly report: PeopleReport;
  readonly logo: string | undefined;
}): VNode {
  const { title, verdict, facts, results, parts, rules, shares = [], progress, timeline } = report;
  return (
    <>
      <header>
        {logo === undefined ? null : <img class="logo" src={logo} alt="" />}
        <h1>{title}</h1>
        <p class={`verdict ${verdict.tone}`}>{verdict.words}</p>
        <dl class="tiles">
          {results.map((result) => (
            <Tile result={result} />
          ))}
        </dl>
      </header>
      {parts.map((part) => (
        <PartOf part={part} />
      ))}
      {progress === undefined && timeline === undefined ? null : (
        <section>
          <h2>How it went</h2>
          {progress === undefined ? null : <Done progress={progress} />}
          {timeline === undefined ? null : <Course timeline={timeline} />}
        </section>
      )}
      {rules.length === 0 ? null : <Rules rules={rules} />}
      {shares.map((one) => (
        <SharesOf shares={one} />
      ))}
      <section>
        <h2>About this report</h2>
        <dl class="facts">
          {facts.map(({ name, value, field }) => (
            <>
              <dt>{name}</dt>
              <dd>{field === undefined ? value : <data data-result={field}>{value}</data>}</dd>
            </>
          ))}
        </dl>
      </section>
    </>
  );
}

function Done({ progress }: { readonly progress: Progress }): VNode {
  return (
    <>
      <p>
        {`${number(progress.done.at(-1) ?? 0)} changes were made between ${progress.from} and ${progress.to}; `}
        {progress.interruptions === 0
          ? 'the work was not interrupted.'
          : `the work was interrupted ${progress.interruptions === 1 ? 'once' : `${progress.interruptions} times`} and went on where it had stopped.`}
      </p>
      <ProgressChart progress={progress} />
    </>
  );
}

function Course({ timeline }: { readonly timeline: Timeline }): VNode {
  const { paces, marks, sentences } = timeline;
  const drawn = new Set<string>([...paces.map(({ phase }) => phase), ...marks.map(({ is }) => is)]);
  const keys = Object.entries(keyWords).filter(([of]) => drawn.has(of));
  return (
    <>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
      {keys.length === 0 ? null : (
        <p>
          {'Images a minute: '}
          {keys.map(([of, words], at) => (
            <>
              {at === 0 ? '' : ', '}
              <Key of={of} /> {words}
            </>
          ))}
          .
        </p>
      )}
      {paces.length + marks.length === 0 ? null : <TimelineChart timeline={timeline} />}
      {marks.length === 0 ? null : (
        <ol class="marks">
          {marks.map(({ when, words }) => (
            <li>{`${when}: ${words}`}</li>
          ))}
        </ol>
      )}
    </>
  );
}

/** What is drawn, and in which words. */
const keyWords = {
  reading: 'read or checked',
  writing: 'changed',
  wait: 'a wait',
  break: 'a break, which is drawn short',
} as const satisfies Readonly<Record<Pace['phase'] | Mark['is'], string>>;

function Key({ of }: { readonly of: string }): VNode {
  return (
    <svg class="key" viewBox="0 0 10 10" aria-hidden="true">
      <rect class={of} width="10" height="10" />
    </svg>
  );
}

function Tile({ result: { field, value, words, tone } }: { readonly result: ResultNumber }): VNode {
  const isSafe = tone === 'plain' || value === 0 ? '' : tone;
  return (
    <div>
      <dt>{words}</dt>
      <dd class={isSafe}>
        <data data-result={field} value={String(value)}>
          {typeof value === 'number' ? digits(value) : value}
        </data>
      </dd>
    </div>
  );
}

/** In threes, between which the page draws commas: it is still one number to a script, and to who copies it. */
const digits = (value: number): ComponentChildren =>
  value < 1_000
    ? value
    : number(value)
        .split(',')
        .map((three) => <span>{three}</span>);

function PartOf({ part: { id, title, sentences, points } }: { readonly part: Part }): VNode {
  return (
    <section id={id}>
      <h2>{title}</h2>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
      {points.length === 0 ? null : (
        <ul class="points">
          {points.map((point) => (
            <PointOf point={point} />
          ))}
        </ul>
      )}
    </section>
  );
}

function PointOf({ point: { what, count, means, todo } }: { readonly point: Point }): VNode {
  return (
    <li>
      <p>
        <b>{`${number(count)} × `}</b>
        <code>{what}</code>
      </p>
      {means === '' ? null : <p>{withCode(means)}</p>}
      {todo === '' ? null : <p>{['What to do: ', ...withCode(todo)]}</p>}
    </li>
  );
}

/** What stands between backticks is code. It may end a line between its words, and not behind the hyphens of an option. */
function withCode(text: string): ComponentChildren[] {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <code>{inWords(part)}</code> : part));
}

const inWords = (code: string): ComponentChildren[] =>
  code.split(/(?= )/).map((word) => (word.includes('-') ? <span class="o">{word}</span> : word));

/** What each count is a share of; at least 1, so that nothing is a share of nothing. */
const wholeOf = (rows: readonly { readonly count: number }[]): number =>
  Math.max(
    1,
    rows.reduce((sum, { count }) => sum + count, 0),
  );

function SharesOf({ shares: { title, heads, rows } }: { readonly shares: Shares }): VNode {
  const whole = wholeOf(rows);
  return (
    <section>
      <h2>{title}</h2>
      <div class="scroll" role="region" tabIndex={0} aria-label={title}>
        <table>
          <thead>
            <tr>
              <th>{heads[0]}</th>
              <th class="n">{heads[1]}</th>
              <th class="chart">Share</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ what, count }) => (
              <tr>
                <td>{what}</td>
                <td class="n">{digits(count)}</td>
                <td class="chart">
                  <Bar share={count / whole} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Rules({ rules }: Pick<PeopleReport, 'rules'>): VNode {
  const whole = wholeOf(rules);
  return (
    <section>
      <h2>Findings by rule</h2>
      <div class="scroll" role="region" tabIndex={0} aria-label="Findings by rule">
        <table class="rules">
          <thead>
            <tr>
              <th>Rule</th>
              <th>Severity</th>
              <th class="n">Findings</th>
              <th class="chart">Share</th>
              <th>What it means</th>
            </tr>
          </thead>
          <tbody>
            {rules.map(({ what, severity, count, means, field }) => (
              <tr>
                <td>
                  <code>{what}</code>
                </td>
                <td>{severity}</td>
                <td class="n">
                  {field === undefined ? digits(count) : <data data-result={field}>{digits(count)}</data>}
                </td>
                <td class="chart">
                  <Bar share={count / whole} />
                </td>
                <td>{withCode(means)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
