// The picture of a variant: a slot, which holds one and has no id of its own. What is set overwrites it, and V3 cannot
// empty it again.
import type { Kind } from '../kind.ts';
import { consider } from './consider.ts';
import { originOfSet } from './origin.ts';
import { read } from './read.ts';
import { recognise } from './recognise.ts';
import { request } from './request.ts';

export const variantImage = {
  of: 'variant-image',
  words: {
    mayBeThis: 'the variant shows another address than before, and its picture could not be compared',
    mayBeAnother: 'variants show other addresses than before, and their pictures could not be compared',
  },
  read,
  consider,
  origin: originOfSet,
  request,
  recognise,
} as const satisfies Kind;
