/** @jsxImportSource preact */
// The drawings of the page, each of which only repeats what words or a table beside it say.
import type { VNode } from 'preact';
import { number } from '../../terminal/quantities.ts';
import type { Progress, Timeline } from '../people-report.ts';

/** A bar as long as its share of the whole, at least a sliver; hidden from readers of the screen, who have the number. */
export function Bar({ share }: { readonly share: number }): VNode {
  return (
    <svg viewBox="0 0 100 10" width="100%" height="12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar" width={round(Math.max(0.5, share * 100))} height="10" />
    </svg>
  );
}

const width = 640;
const height = 150;
const left = 48;
const bottom = 24;

/** A line that climbs as the work is done; where it is level, nothing was. */
export function ProgressChart({ progress }: { readonly progress: Progress }): VNode {
  const { done, from, to } = progress;
  const most = Math.max(1, done.at(-1) ?? 0);
  const x = (at: number): number => round(left + ((width - left) * at) / Math.max(1, done.length));
  const y = (value: number): number => round((height - bottom) * (1 - value / most) + 6);
  const points = [`${x(0)},${y(0)}`, ...done.map((value, at) => `${x(at + 1)},${y(value)}`)];
  const floor = y(0);
  return (
    <svg
      viewBox={`0 0 ${width} ${height + 6}`}
      width={width}
      height={height + 6}
      role="img"
      aria-label={`${number(most)} done between ${from} and ${to}`}
    >
      <polygon class="under" points={`${x(0)},${floor} ${points.join(' ')} ${x(done.length)},${floor}`} />
      <polyline class="path" points={points.join(' ')} />
      <Axes floor={floor} top={y(most)} most={most} from={from} to={to} unit="changes made" />
    </svg>
  );
}

interface AxesProps {
  readonly floor: number;
  readonly top: number;
  readonly most: number;
  readonly from: string;
  readonly to: string;
  /** What the upright axis counts. */
  readonly unit: string;
}

function Axes({ floor, top, most, from, to, unit }: AxesProps): VNode {
  return (
    <>
      <line class="axis" x1={left} x2={width} y1={floor} y2={floor} />
      <text x={left - 6} y={top + 8} text-anchor="end">
        {number(most)}
      </text>
      <text
        class="unit"
        transform={`translate(11 ${round((top + floor) / 2)}) rotate(-90)`}
        text-anchor="middle"
      >
        {unit}
      </text>
      <text x={left - 6} y={floor} text-anchor="end">
        0
      </text>
      <text x={left} y={height + 2}>
        {from}
      </text>
      <text x={width} y={height + 2} text-anchor="end">
        {to}
      </text>
    </>
  );
}

/** How fast images were done, a bar for each stretch; breaks and waits are bands with the number that they have in the list. */
export function TimelineChart({ timeline }: { readonly timeline: Timeline }): VNode {
  const { from, to, paces, marks } = timeline;
  const top = 22;
  const floor = height - bottom + 6;
  const most = Math.max(1, ...paces.map(({ perMinute }) => perMinute));
  const x = (share: number): number => round(left + (width - left) * share);
  const y = (value: number): number => round(floor - ((floor - top) * value) / most);
  const wide = (one: { readonly from: number; readonly to: number }): number =>
    round(Math.max(1.5, x(one.to) - x(one.from)));
  return (
    <svg
      viewBox={`0 0 ${width} ${height + 6}`}
      width={width}
      height={height + 6}
      role="img"
      aria-label={`Images a minute between ${from} and ${to}, at most ${number(Math.round(most))}; ${marks.length} breaks and waits, listed below`}
    >
      {paces.map((pace) => (
        <rect
          class={pace.phase}
          x={x(pace.from)}
          y={y(pace.perMinute)}
          width={wide(pace)}
          height={round(floor - y(pace.perMinute))}
        />
      ))}
      {marks.map((mark) => (
        <rect class={mark.is} x={x(mark.from)} y={top} width={wide(mark)} height={floor - top} />
      ))}
      {marks.map((mark, at) => (
        <text x={round((x(mark.from) + x(mark.to)) / 2)} y={at % 2 === 0 ? 10 : 20} text-anchor="middle">
          {at + 1}
        </text>
      ))}
      <Axes floor={floor} top={y(most)} most={Math.round(most)} from={from} to={to} unit="images a minute" />
    </svg>
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;
