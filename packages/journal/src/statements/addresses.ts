// The four addresses of an image, and its times, kept short: addresses as differences from what the model of its snapshot leads to expect. A store makes all
// its addresses in one way, from the ids and the file's name, so that hardly anything is left to keep: of a million images
// some twenty bytes each, and not five hundred. Invariant: what is read is exactly what was kept, whatever the store shows;
// an address that is made in another way only takes more room. Pure.
import type { ProductImage } from '@cutover/field-mapper';
import * as z from 'zod';
import { damaged } from './json-column.ts';

export interface Addresses {
  readonly zoom: string;
  readonly standard: string;
  readonly thumbnail: string;
  readonly tiny: string;
}
type Shown = Pick<ProductImage, 'productId' | 'imageId' | 'imageFile' | 'dateModified'>;

/** One image of a snapshot, as a row of it keeps the model. A model without a date is an earlier version's: it leads to none. */
const modelImage = z.object({
  productId: z.number(),
  imageId: z.number(),
  imageFile: z.string(),
  dateModified: z.string().exactOptional(),
  urls: z.object({ zoom: z.string(), standard: z.string(), thumbnail: z.string(), tiny: z.string() }),
});

export const modelOf = ({
  productId,
  imageId,
  imageFile,
  dateModified,
  urls,
}: Shown & { readonly urls: Addresses }): string =>
  JSON.stringify({ productId, imageId, imageFile, dateModified, urls });

/** How a snapshot keeps what stores write at length. */
export interface AddressCodec {
  pack(image: Shown, urls: Addresses): Addresses;
  unpack(image: Shown, packed: Addresses): Addresses;
  packTime(text: string): string;
  unpackTime(row: string): string;
}

/** Without a model addresses are kept whole. Throws {@link JournalError} `damaged` for a model that is none. */
export function addressCodec(model: string | null): AddressCodec {
  if (model === null)
    return {
      pack: (_, urls) => urls,
      unpack: (_, urls) => urls,
      packTime: (text) => text,
      unpackTime: (row) => row,
    };
  const { urls, ...about } = readModel(model);
  const parts = partsOf(about, urls.zoom);
  const others = {
    standard: difference(urls.standard, urls.zoom),
    thumbnail: difference(urls.thumbnail, urls.zoom),
    tiny: difference(urls.tiny, urls.zoom),
  };
  const expectedZoom = (image: Shown): string => {
    let zoom = '';
    for (const part of parts) zoom += filled(part, image);
    return zoom;
  };
  // The other sizes differ from the largest as they do of the model, counted from the end.
  const expected = (zoom: string, { from, to, text }: Difference): string => {
    const end = zoom.length - to;
    const begin = end - (urls.zoom.length - to - from);
    return begin < 0 ? zoom : zoom.slice(0, begin) + text + zoom.slice(end);
  };
  const isExpected = (shown: string, zoom: string, { from, to, text }: Difference): boolean => {
    const end = zoom.length - to;
    const begin = end - (urls.zoom.length - to - from);
    if (begin < 0) return shown === zoom;
    return (
      shown.length === begin + text.length + to &&
      shown.startsWith(text, begin) &&
      shown.slice(0, begin) === zoom.slice(0, begin) &&
      shown.slice(begin + text.length) === zoom.slice(end)
    );
  };
  // What is expected is not made where it is there already, as of nearly every image: a scan does this for each.
  const packed = (shown: string, zoom: string, as: Difference): string =>
    isExpected(shown, zoom, as) ? '' : differing(shown, expected(zoom, as));
  const zoomPacked = (zoom: string, as: string): string => (zoom === as ? '' : differing(zoom, as));
  return {
    packTime,
    unpackTime,
    pack: (image, { zoom, standard, thumbnail, tiny }) => ({
      zoom: zoomPacked(zoom, expectedZoom(image)),
      standard: packed(standard, zoom, others.standard),
      thumbnail: packed(thumbnail, zoom, others.thumbnail),
      tiny: packed(tiny, zoom, others.tiny),
    }),
    unpack(image, row) {
      const zoom = unpacked(row.zoom, expectedZoom(image));
      return {
        zoom,
        standard: unpacked(row.standard, expected(zoom, others.standard)),
        thumbnail: unpacked(row.thumbnail, expected(zoom, others.thumbnail)),
        tiny: unpacked(row.tiny, expected(zoom, others.tiny)),
      };
    },
  };
}

function readModel(model: string): z.infer<typeof modelImage> {
  try {
    return modelImage.parse(JSON.parse(model));
  } catch (error) {
    throw damaged(error);
  }
}

/** Text of the model's address, or what an image puts there. */
type Part = string | { readonly is: 'productId' | 'imageId' | 'name' | 'modified' };

/** Where the model's own ids, name and time stand in its address, the first time that each does. */
function partsOf(model: Shown, zoom: string): Part[] {
  let parts: Part[] = [zoom];
  for (const [is, value] of [
    ['name', nameOf(model)],
    ['modified', modifiedOf(model)],
    ['productId', String(model.productId)],
    ['imageId', String(model.imageId)],
  ] as const) {
    const at = parts.findIndex((part) => typeof part === 'string' && value !== '' && part.includes(value));
    const found = parts[at];
    if (typeof found !== 'string') continue;
    const begin = found.indexOf(value);
    parts = [
      ...parts.slice(0, at),
      found.slice(0, begin),
      { is },
      found.slice(begin + value.length),
      ...parts.slice(at + 1),
    ];
  }
  return parts;
}

function filled(part: Part, image: Shown): string {
  if (typeof part === 'string') return part;
  if (part.is === 'name') return nameOf(image);
  return part.is === 'modified' ? modifiedOf(image) : String(image[part.is]);
}

/** In seconds, as V3 puts it into an address: of four documented images of V3 it is so of all, and of V2's three of none. */
function modifiedOf({ dateModified = '' }: Shown): string {
  const seconds = secondsIn(dateModified);
  return seconds === undefined ? '' : String(seconds);
}

/** Without folder and extension. */
function nameOf({ imageFile }: Shown): string {
  const name = imageFile.slice(imageFile.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

/** `text` stands between the first `from` letters and the last `to` of another text. */
interface Difference {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function difference(text: string, other: string): Difference {
  const most = Math.min(text.length, other.length);
  let from = 0;
  while (from < most && text.charCodeAt(from) === other.charCodeAt(from)) from += 1;
  // Half a letter is none: it would not be kept.
  if (isLowHalf(text, from) || isLowHalf(other, from)) from -= 1;
  let to = 0;
  while (
    to < most - from &&
    text.charCodeAt(text.length - 1 - to) === other.charCodeAt(other.length - 1 - to)
  )
    to += 1;
  if (isLowHalf(text, text.length - to) || isLowHalf(other, other.length - to)) to -= 1;
  return { from, to, text: text.slice(from, text.length - to) };
}

/** The second half of a letter of two, behind its first. */
const isLowHalf = (text: string, at: number): boolean =>
  /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(0, at - 1), at + 1));

/** The address that a slot shows, by that of another one; most show none. */
export function slotAddressCodec(model: string | null): {
  readonly pack: (address: string) => string;
  readonly unpack: (row: string) => string;
} {
  if (model === null) return { pack: (address) => address, unpack: (row) => row };
  return {
    pack: (address) => (address === '' ? '' : differing(address, model)),
    unpack: (row) => (row === '' ? '' : unpacked(row, model)),
  };
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/;

/** A time as V3 writes it is kept as its seconds; any other text whole, behind a blank. */
function packTime(text: string): string {
  const seconds = secondsIn(text);
  return seconds === undefined ? ` ${text}` : seconds.toString(36);
}

/** That of an image is asked for twice, for its address and for itself. */
let lastTime: { readonly text: string; readonly seconds: number | undefined } | undefined;

/** Undefined: the text is not of the form in which V3 writes a time. */
function secondsIn(text: string): number | undefined {
  if (lastTime?.text !== text) lastTime = { text, seconds: instant.test(text) ? secondsOf(text) : undefined };
  return lastTime.seconds;
}

/**
 * Of a text of that form; undefined for a day or an hour that does not exist, which would be read as another one. Counted and
 * not parsed, because a scan does this for every image: to write a date again, to compare it, takes ten times as long.
 */
function secondsOf(text: string): number | undefined {
  const two = (at: number): number => 10 * (text.charCodeAt(at) - 48) + text.charCodeAt(at + 1) - 48;
  const [year, month, day] = [100 * two(0) + two(2), two(5), two(8)];
  const [hour, minute, second] = [two(11), two(14), two(17)];
  // A year of two digits is one of the last century to Date.UTC.
  if (year < 100 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const dayMs = Date.UTC(year, month - 1, day);
  return dayMs < Date.UTC(year, month) ? dayMs / 1000 + 3_600 * hour + 60 * minute + second : undefined;
}

/** Throws {@link JournalError} `damaged`. */
function unpackTime(row: string): string {
  if (row.startsWith(' ')) return row.slice(1);
  const seconds = /^-?[\da-z]{1,9}$/.test(row) ? Number.parseInt(row, 36) : Number.NaN;
  if (!(Math.abs(seconds) <= SECONDS_MAX)) throw damaged();
  return timeOf(seconds);
}

/** Further off a date has no text. */
const SECONDS_MAX = 8_640_000_000_000;
const DAY_SECONDS = 86_400;

function timeOf(seconds: number): string {
  const day = Math.floor(seconds / DAY_SECONDS);
  const second = seconds - day * DAY_SECONDS;
  const minute = Math.floor(second / 60);
  return `${dayOf(day)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}+00:00`;
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** Images have few days between them, and to write one takes longer than all else that is read of an image. */
const days = new Map<number, string>();
const DAYS_KEPT = 4_096;

function dayOf(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size >= DAYS_KEPT) days.clear();
  const text = new Date(day * DAY_SECONDS * 1000).toISOString().replace('T00:00:00.000Z', '');
  days.set(day, text);
  return text;
}

/** A row holds '' where it is as expected. */
function differing(text: string, expected: string): string {
  const { from, to, text: own } = difference(text, expected);
  return `${from.toString(36)} ${to.toString(36)} ${own}`;
}

function unpacked(row: string, expected: string): string {
  if (row === '') return expected;
  const [, from, to, text] = /^([\da-z]{1,6}) ([\da-z]{1,6}) (.*)$/su.exec(row) ?? [];
  if (from === undefined || to === undefined || text === undefined) throw damaged();
  const [begin, end] = [Number.parseInt(from, 36), Number.parseInt(to, 36)];
  if (begin + end > expected.length) throw damaged();
  return expected.slice(0, begin) + text + expected.slice(expected.length - end);
}
