/**
 * How a store names an uploaded picture: `{letter}/{3 digits}/{stem}__{5 digits}.{ext}`, a fresh suffix at each
 * create. The suffix follows from the sandbox's seed and the image's id, so that a run replays.
 */
import { between, createRandom } from './random.ts';
import type { Switches } from './switches.ts';

const stampAndSize = /\.\d{9,11}(?:\.\d+\.\d+)?$/;

/** The name a store keeps for an upload called `uploadName`; `extension` is used where the name has none of its own. */
export function imageFileName(
  uploadName: string,
  extension: string,
  seed: readonly (string | number)[],
  switches: Switches,
): string {
  const random = createRandom('file name', ...seed);
  const folder = `${String.fromCharCode(97 + between(random, 0, 25))}/${String(between(random, 0, 999)).padStart(3, '0')}`;
  const suffix = String(between(random, 10_000, 99_999));
  const dot = /\.(jpe?g|png|gif|bmp|wbmp|xbm|webp)$/i.exec(uploadName);
  const stem = dot === null ? uploadName : uploadName.slice(0, dot.index);
  const ending = dot?.[1]?.toLowerCase() ?? extension;
  return `${folder}/${keptStem(stem, switches)}__${suffix}.${ending}`;
}

function keptStem(stem: string, switches: Switches): string {
  let kept = switches['file-name-stamp'] === 'dropped' ? stem.replace(stampAndSize, '') : stem;
  if (switches['file-name-spaces'] !== 'kept') {
    kept = kept.replaceAll(/\s/gu, switches['file-name-spaces'] === 'dash' ? '-' : '_');
  }
  // An escape stays one where the store keeps them; everywhere else a per cent sign is a letter that no file may have.
  kept = kept.replaceAll(
    switches['file-name-percent'] === 'kept'
      ? /[^\p{L}\p{M}\p{N}\p{Emoji_Presentation}\s._~()+,@%-]/gu
      : /[^\p{L}\p{M}\p{N}\p{Emoji_Presentation}\s._~()+,@-]/gu,
    '_',
  );
  if (switches['file-name-unicode'] === 'percent') kept = encodeURIComponent(kept);
  if (switches['file-name-unicode'] === 'ascii') {
    kept = kept
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^\u0020-\u007e]/g, '');
  }
  const most = switches['file-name-length'];
  if (most > 0) kept = Array.from(kept).slice(0, most).join('');
  return kept === '' ? 'image' : kept;
}

/** The last part of an address or path, percent-decoded where that is possible, unless its escapes are kept. */
export function uploadNameOf(address: string, escapes: Switches['file-name-percent'] = 'decoded'): string {
  const path = URL.canParse(address) ? new URL(address).pathname : address;
  const last = path.split('/').at(-1) ?? '';
  if (escapes === 'kept') return last;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
