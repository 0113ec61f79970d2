// One action in words: its sign, the picture it is about, what is sent, and how it stands.
import { type Action, renditionOf, sourceOf, type Verb, type WantedFields, wantedBy } from '@cutover/journal';
import { visible } from '../terminal/visible.ts';
import { slotWords } from './action-words.ts';

/** As a comparison signs what the change would make equal; what a slot shows before it is filled may not be known. */
const signs: Readonly<Record<Verb, string>> = { create: '+', update: '~', remove: '-', set: '~' };

/** `product 77 (SKU-1), from product 5`. */
export function productWords(action: Action): string {
  const sku = action.sku === undefined || action.sku === '' ? '' : ` (${visible(action.sku)})`;
  const source = sourceOf(action);
  const from =
    source === undefined || action.source === action.target ? '' : `, from product ${source.productId}`;
  return `product ${action.subject.productId}${sku}${from}`;
}

/** `+ create from image 11: description "Blue", sort_order 2, is_thumbnail true`. */
export function changeWords(action: Action): string {
  const made =
    action.verb === 'create' && action.resultImageId !== undefined
      ? `, made image ${action.resultImageId}`
      : '';
  const sent = wantedWords(wantedBy(action));
  const copied = renditionOf(action) === undefined ? '' : ', a rendition';
  const state = action.status === 'pending' ? '' : ` [${action.status}${made}${copied}]`;
  return `${signs[action.verb]} ${action.verb} ${pictureWords(action)}${sent === '' ? '' : `: ${sent}`}${state}`;
}

function pictureWords(action: Action): string {
  if (action.verb === 'set') return slotWords(action.subject.slot);
  if (action.verb !== 'create') return `image ${action.subject.imageId}`;
  return 'from' in action
    ? `from image ${action.from.imageId}`
    : `from the archive (${action.putBack.sha256.slice(0, 12)})`;
}

const wantedWords = (wanted: WantedFields): string =>
  Object.entries(wanted)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? visible(JSON.stringify(value)) : value}`)
    .join(', ');
