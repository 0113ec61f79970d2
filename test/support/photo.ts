// Pictures for tests that look at them: coloured areas that follow from a seed, so that each is another one and none is flat.
import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';

const AREAS = 6;

/** Six by six areas of colours of their own, at this size. */
export function photo(seed: number, width = 600, height = width): Sharp {
  const digest = (part: number): Buffer => createHash('sha512').update(`${seed} ${part}`).digest();
  const colours = Buffer.concat([digest(0), digest(1)]).subarray(0, AREAS * AREAS * 3);
  const small = sharp(colours, { raw: { width: AREAS, height: AREAS, channels: 3 } });
  return small.resize(width, height, { fit: 'fill', kernel: 'cubic' });
}

/** A shirt of this colour on white; `x` is where it begins, in pixels of 600. */
export function shirt(colour: string, x = 200): Sharp {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600"><rect width="600" height="600" fill="white"/><path d="M${x} 150h200v300h-200z" fill="${colour}"/></svg>`;
  return sharp(Buffer.from(drawn));
}

/** One colour, and in the middle a square of black with this side. */
export function plain(side: number): Sharp {
  const at = 300 - side / 2;
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600"><rect width="600" height="600" fill="#eee"/><rect x="${at}" y="${at}" width="${side}" height="${side}"/></svg>`;
  return sharp(Buffer.from(drawn));
}

/** A GIF of so many frames, each of another grey. */
export async function moving(frames: number): Promise<Buffer> {
  const side = 8;
  const raw = Buffer.concat(
    Array.from({ length: frames }, (_, frame) => Buffer.alloc(side * side * 3, (frame * 37) % 256)),
  );
  return await sharp(raw, { raw: { width: side, height: side * frames, channels: 3, pageHeight: side } })
    .gif()
    .toBuffer();
}
