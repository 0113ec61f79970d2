// An image of a product: one of several, each with an id of its own, in an order, one of them the thumbnail.

import type { Kind } from '../kind.ts';
import { considering } from './consider.ts';
import { originsOfCreates } from './create-origin.ts';
import { read } from './read.ts';
import { recognise } from './recognise.ts';
import { request } from './request.ts';
import { noteFound, noteLeft } from './sightings.ts';
import { takeBack } from './take-back.ts';

export const productImage = {
  name: 'product-image',
  ridesWithProducts: true,
  goesInBatches: true,
  read,
  considering,
  origins: originsOfCreates,
  request,
  recognise,
  takeBack,
  noteFound,
  noteLeft,
} as const satisfies Kind;
