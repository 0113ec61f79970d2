// Actions of one product as a journal holds them, for tests that care only for what they name.
import type {
  ActionStatus,
  CreateOfArchive,
  CreateOfSource,
  Remove,
  Standing,
  StandingCreate,
  StandingRemove,
  StandingUpdate,
  Update,
} from '@cutover/journal';

export const run = 'r0001-2222';

const product = { kind: 'product-image', productId: 9 } as const;
const image = { ...product, imageId: 71 };
const planned = { from: { productId: 5, imageId: 11 }, sku: 'S', position: 0 };

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
    updatedAt: 'then',
  };
}

export function aCreate(
  status: ActionStatus,
  facts: Partial<CreateOfSource & StandingCreate> = {},
): CreateOfSource & StandingCreate {
  return { verb: 'create', subject: product, ...planned, ...standing(status), wanted: {}, ...facts };
}

export function aPutBack(
  status: ActionStatus,
  facts: Partial<CreateOfArchive & StandingCreate> = {},
): CreateOfArchive & StandingCreate {
  return {
    verb: 'create',
    subject: product,
    putBack: { sha256: 'sha', imageId: 71 },
    sku: planned.sku,
    position: planned.position,
    ...standing(status),
    wanted: {},
    ...facts,
  };
}

export function anUpdate(
  status: ActionStatus,
  facts: Partial<Update & StandingUpdate> = {},
): Update & StandingUpdate {
  return { verb: 'update', subject: image, ...planned, ...standing(status), wanted: {}, ...facts };
}

export function aRemove(
  status: ActionStatus,
  facts: Partial<Remove & StandingRemove> = {},
): Remove & StandingRemove {
  return { verb: 'remove', subject: image, ...planned, ...standing(status), replaces: false, ...facts };
}
