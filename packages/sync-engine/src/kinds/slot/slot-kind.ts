// A kind of picture that is held by slots: each holds one and has no id of its own. What is set overwrites it, and V3 empties
// none of them again.
import type { Kind } from '../kind.ts';
import { considerSlots } from './consider.ts';
import { originsOfSets } from './origin.ts';
import { readSlots } from './read.ts';
import { recogniseSets } from './recognise.ts';
import { requestOf } from './request.ts';
import type { SlotSort } from './slot-sort.ts';
import { takeBackSets } from './take-back.ts';

export function slotKindOf(sort: SlotSort): Kind {
  const { reading, notice } = sort;
  return {
    name: reading.kind,
    ridesWithProducts: reading.ridesWithProducts,
    ...(notice === undefined ? {} : { notice }),
    read: async (engine, productIds) => await readSlots(engine, reading, productIds),
    considering: (engine) => ({
      consider: async (about) => await considerSlots(engine, reading.kind, about),
    }),
    origins: originsOfSets,
    request: requestOf(sort),
    takeBack: (...asked) => takeBackSets(reading.kind, asked),
    recognise: async (engine, productId, actions) => await recogniseSets(engine, reading, productId, actions),
  };
}
