// One action in words: its sign, the image it is about, what is sent, and how it stands.
import type { Action, ActionKind, Journal, Slot, WantedFields } from '@cutover/journal';
import { counted } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import { actionJson } from './action-fields.ts';

const signs: Readonly<Record<ActionKind, string>> = { create: '+', update: '~', remove: '-', set: '=' };

/** The fields of an action's JSON line, with what is sent. */
export function actionFields(
  journal: Pick<Journal, 'product' | 'snapshotOf'>,
  action: Action,
): Readonly<Record<string, unknown>> {
  const target = journal.snapshotOf(action.planRun, 'target');
  const product = target && journal.product(target.snapshot, action.targetProductId);
  return { ...actionJson(action.planRun, action, product?.sku), wanted: action.wanted };
}

/** What a plan sets, behind what it creates, updates and removes; nothing where it sets nothing. */
export const setsText = (sets: number): string => (sets === 0 ? '' : `, ${slotPictures(sets)} to set`);

/** `3 pictures of variants or values`: of what is set and never created. */
export const slotPictures = (count: number): string =>
  count === 1 ? '1 picture of a variant or value' : `${counted(count, 'picture')} of variants or values`;

/** `product 77 (SKU-1), from product 5`. */
export function productWords(action: Action): string {
  const sku = action.sku === undefined || action.sku === '' ? '' : ` (${visible(action.sku)})`;
  const from =
    action.sourceProductId === undefined || action.source === action.target
      ? ''
      : `, from product ${action.sourceProductId}`;
  return `product ${action.targetProductId}${sku}${from}`;
}

/** `+ create from image 11: description "Blue", sort_order 2, is_thumbnail true`. */
export function changeWords(action: Action): string {
  const { kind, sourceImageId, putBack } = action;
  const made = action.resultImageId === undefined ? '' : `, made image ${action.resultImageId}`;
  const from =
    putBack === undefined
      ? ` from image ${sourceImageId ?? 'unknown'}`
      : ` from the archive (${putBack.slice(0, 12)})`;
  const what =
    kind === 'create'
      ? `create${from}`
      : `${kind} ${kind === 'set' ? slotWords(action.targetSlot) : `image ${action.targetImageId}`}`;
  const sent = wantedWords(action.wanted);
  const copied = action.rendition === undefined ? '' : ', a rendition';
  const state = action.status === 'pending' ? '' : ` [${action.status}${made}${copied}]`;
  return `${signs[kind]} ${what}${sent === '' ? '' : `: ${sent}`}${state}`;
}

/** `variant 5`, `value 7 of modifier 3`. */
export function slotWords(slot: Slot): string {
  if ('variantId' in slot) return `variant ${slot.variantId}`;
  return 'modifierId' in slot
    ? `value ${slot.valueId} of modifier ${slot.modifierId}`
    : `value ${slot.valueId} of option ${slot.optionId}`;
}

const wantedWords = (wanted: WantedFields): string =>
  Object.entries(wanted)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? visible(JSON.stringify(value)) : value}`)
    .join(', ');

/** Seconds since the action's last change, by the wall clock; none when that went backwards. */
export const ageSeconds = (action: Pick<Action, 'updatedAt'>, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs - Date.parse(action.updatedAt)) / 1_000));
