// Reads both sides for a run, side by side where they are two stores, and reports how far it is. Parity reads the two
// views of one store: V2 as the source, V3 as the target.
import type { Run, Side, Snapshot } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { scan } from './scan.ts';

export interface Sides {
  readonly source: Snapshot;
  readonly target: Snapshot;
}

export async function readBothSides(engine: Engine, run: Run): Promise<Sides> {
  const seen = new Map<Side, Snapshot>();
  const onPage = (side: Side) => (snapshot: Snapshot) => {
    seen.set(side, snapshot);
    const all = [...seen.values()];
    const totals = all.map((one) => one.expectedImages);
    const total =
      seen.size === 2 && totals.every((one) => one !== undefined)
        ? totals.reduce((sum, one) => sum + one, 0)
        : undefined;
    const done = all.reduce((sum, one) => sum + one.images, 0);
    engine.emit({
      type: 'progress',
      run: run.id,
      phase: 'reading',
      done,
      ...(total === undefined ? {} : { total: Math.max(total, done) }),
    });
  };
  const via = engine.mode === 'parity' || engine.settings.sourceVia === 'v2' ? 'v2' : 'v3';
  const results = await Promise.allSettled([
    scan({ engine, run: run.id, side: 'source', port: engine.source, via, onPage: onPage('source') }),
    scan({ engine, run: run.id, side: 'target', port: engine.target, via: 'v3', onPage: onPage('target') }),
  ]);
  const [source, target] = results;
  if (source.status === 'rejected') throw source.reason;
  if (target.status === 'rejected') throw target.reason;
  return { source: source.value, target: target.value };
}
