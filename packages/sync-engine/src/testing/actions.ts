// Actions of one product as a journal holds them, for tests that care only for what they name.
import type {
  ActionStatus,
  CreateOfArchive,
  CreateOfSource,
  Remove,
  Standing,
  Update,
} from '@cutover/journal';

export const run = 'r0001-2222';

const planned = {
  of: 'product-image',
  sourceProductId: 5,
  targetProductId: 9,
  sku: 'S',
  position: 0,
} as const;

function standing(status: ActionStatus): Standing {
  return {
    id: `${run}/0000001`,
    planRun: run,
    source: 's',
    target: 't',
    status,
    reason: undefined,
    attempts: 1,
    candidates: [],
    resultImageId: undefined,
    updatedAt: 'then',
  };
}

type Facts<Planned> = Partial<Planned & Standing>;

export function aCreate(status: ActionStatus, facts: Facts<CreateOfSource> = {}): CreateOfSource & Standing {
  return { ...planned, ...standing(status), kind: 'create', sourceImageId: 11, wanted: {}, ...facts };
}

export function aPutBack(
  status: ActionStatus,
  facts: Facts<CreateOfArchive> = {},
): CreateOfArchive & Standing {
  const { of, targetProductId, sku, position } = planned;
  return {
    of,
    targetProductId,
    sku,
    position,
    ...standing(status),
    kind: 'create',
    targetImageId: 71,
    putBack: 'sha',
    wanted: {},
    ...facts,
  };
}

export function anUpdate(status: ActionStatus, facts: Facts<Update> = {}): Update & Standing {
  return { ...planned, ...standing(status), kind: 'update', targetImageId: 71, wanted: {}, ...facts };
}

export function aRemove(status: ActionStatus, facts: Facts<Remove> = {}): Remove & Standing {
  return { ...planned, ...standing(status), kind: 'remove', targetImageId: 71, wanted: {}, ...facts };
}
