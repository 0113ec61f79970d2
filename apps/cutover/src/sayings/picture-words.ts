// What an audit says of a picture.
import type { PictureSaying } from '@cutover/sync-engine';
import { spellOption } from '../command-line/spelled.ts';
import { triedWords } from './origin-words.ts';
import { formatWords } from './picture-format-words.ts';
import { slotNouns } from './slot-nouns.ts';
import type { WordsOf } from './words-of.ts';

export const pictureWords: WordsOf<PictureSaying['code']> = {
  'address-long': ({ length, most }) =>
    `the address of the original has ${length} characters and V3 takes ${most}; migrate uploads the picture instead`,
  'original-is-no-picture': ({ why }) => `the address of the original shows no picture: ${why}`,
  'address-is-no-picture': ({ why }) => `the address shows no picture: ${why}`,
  'only-address-empty': ({ why }) =>
    `the only address of the picture gives none (${why}); migrate cannot fix it`,
  'only-smaller-copy': ({ tried }) =>
    `the original is gone: ${triedWords(tried, ({ why }) => why)}; only a smaller copy is left, and migrate does not copy that in its place`,
  'no-copy': ({ tried, copy }) =>
    `no original: ${triedWords(tried, ({ why }) => why)}; and no copy of it either (${copy ?? 'no address'}); migrate cannot fix it`,
  'picture-not-seen': ({ why, helps }) =>
    `the picture could not be looked at: ${why}${helps === undefined ? '' : whatHelps[helps]}`,
  'format-refused': ({ format, by }) =>
    by === undefined
      ? `the picture is ${formatWords(format)}, which V3 does not take; convert it first`
      : `the picture is ${formatWords(format)}, and a ${slotNouns[by].one} takes GIF, JPEG and PNG alone; convert it first`,
  'picture-too-large': ({ bytes, megabytes }) =>
    `${bytes} bytes; V3 takes at most ${megabytes} MB, so migrate will be refused`,
  'picture-large': ({ bytes, megabytes }) =>
    `${bytes} bytes; V3 takes at most ${megabytes} MB, and that may mean less, so migrate may be refused`,
  'format-few-show': ({ format }) => `the picture is ${formatWords(format)}, which few browsers show`,
  'in-print-colours': ({ format }) =>
    `the picture is ${formatWords(format)} in CMYK, the colours of print, which browsers show wrongly`,
  'too-wide-to-resize': ({ format, width, most }) =>
    `the picture is ${formatWords(format)} ${width} pixels wide; stores resize none over ${most}`,
  'too-long-to-resize': ({ format, frames, most }) =>
    `the picture is ${formatWords(format)} of ${frames} frames; stores resize none of more than ${most}`,
  'named-otherwise': ({ ending, format }) =>
    `the file is named ${ending}, and its bytes are ${formatWords(format)}`,
  'picture-small': ({ width, height, least }) =>
    `${width} × ${height} pixels; the longer side should have ${least}`,
  'picture-turned': () => 'its EXIF data turns it, and where that is not heeded it lies on its side',
  'picture-of-one-colour': () => 'the picture is of almost one colour, so it shows nothing of the product',
  'picture-damaged': ({ why }) => `the picture is cut short or damaged: ${why}`,
  'picture-not-decoded': ({ why }) => `the picture could not be looked at whole: ${why}`,
  'shown-by-image': ({ imageId }) => `shows the same picture as image ${imageId} of the product`,
  'shown-by-others': ({ others }) =>
    `shows the same picture as images of ${others} other ${others === 1 ? 'product' : 'products'}`,
  'shown-by-many': ({ products }) => `${products} products show this picture, so it shows none of them`,
};

const whatHelps = {
  'a-closer-probe': `; its host takes no HEAD, ${spellOption('probe')} bytes asks otherwise`,
  'private-hosts': `; ${spellOption('allowPrivateHosts')} allows it`,
};
