// The images of one product, considered: which is whose counterpart, what somebody has edited, what is to be done and
// what is left alone.

import type { SameImage } from '@cutover/journal';
import type { Deciding, Prefer, With } from '../../engine.ts';
import { isPair } from '../../match/march.ts';
import type { Consideration, Considered, Marched } from '../../plan/considered.ts';
import { editedIn } from '../../plan/edited.ts';
import { ownOf } from '../../plan/edits.ts';
import type { Conflict } from '../../plan/looked.ts';
import type { Kind } from '../kind.ts';
import { askedOf, type Known, knownOf } from './known.ts';
import { marchProduct } from './march-product.ts';
import { plan, planGuards } from './plan.ts';
import { sameAtSight } from './same-at-sight.ts';

export const considering: Kind['considering'] = (engine, products, moment) => {
  const asked = askedOf(engine, products);
  const same =
    moment.at === 'compare' && moment.glance !== undefined
      ? sameAtSight(engine, moment.glance, products, asked)
      : new Map<number, readonly SameImage[]>();
  const known = knownOf(
    engine,
    products.filter(({ targetProductId }) => !same.has(targetProductId)),
    moment,
    asked,
  );
  return {
    same,
    consider: async (about) => await consider(engine, about, known(about.product.targetProductId)),
  };
};

async function consider(engine: With<Deciding>, about: Consideration, known: Known): Promise<Considered> {
  const { product, settled, sourceSnapshot, mayDo = () => true } = about;
  const marched = await marchedWith(engine, about, known);
  const { mode, decisions } = engine;
  const actions = plan({
    mode,
    policy: decisions.policy,
    sourceProductId: product.sourceProductId,
    targetProductId: product.targetProductId,
    sku: product.sku,
    rows: marched.rows,
    edits: marched.edits,
    outdated: marched.outdated,
    successors: marched.successors,
    spared: marched.spared,
    prefer: decisions.prefer,
    ...planGuards(settled, sourceSnapshot),
  });
  return { ...marched, actions: actions.filter(mayDo), conflicts: conflictsIn(marched, decisions.prefer) };
}

async function marchedWith(
  engine: With<Deciding>,
  { product, outdated, wrongPictures }: Consideration,
  known: Known,
): Promise<Marched> {
  const sets = { source: product.source, target: product.target, ...known };
  const marched = await marchProduct(engine, sets, outdated);
  const wrong = (await wrongPictures?.(marched.rows)) ?? new Set();
  if (wrong.size === 0) return marched;
  return {
    ...(await marchProduct(engine, sets, new Set([...marched.outdated, ...wrong]))),
    unsure: marched.unsure,
  };
}

function conflictsIn({ rows, edits, spared }: Marched, prefer: Prefer): Conflict[] {
  return rows.flatMap((row): Conflict[] => {
    const targetImageId = row.sign === '+' ? undefined : row.target.imageId;
    const sourceImageId = row.sign === '-' ? undefined : row.source.imageId;
    if (row.unsure === true)
      return [
        { code: 'picture-unchecked', says: { code: 'pictures-do-not-tell' }, targetImageId, sourceImageId },
      ];
    if (prefer !== 'ask') return [];
    const isSpared = row.sign === '-' && spared.has(row.target.imageId);
    const says = isPair(row)
      ? editedIn(row, edits)
      : isSpared
        ? ({ code: 'edited-and-outdated' } as const)
        : undefined;
    if (says === undefined) return [];
    const byChoice = isPair(row) && ownOf(edits, row.target.imageId).length === 0;
    return [{ code: 'edited-on-target', says, targetImageId, sourceImageId, byChoice }];
  });
}
