/**
 * Draws a product photograph that follows from its seed: subject, colours, backdrop, placing, format and size.
 * Two seeds differ to the eye, to a perceptual hash and in colour; one seed gives the same bytes each time.
 */
import sharp from 'sharp';
import { between, createRandom, oneOf, type Random } from '../random.ts';
import { drawSubject, type Subject } from './subjects.ts';

/** What a drawn picture is before it is drawn. */
export interface Drawing {
  readonly extension: 'jpg' | 'png' | 'webp' | 'gif';
  readonly width: number;
  readonly height: number;
}

/** Format and size of the picture of this seed, known without drawing it. */
export function drawingOf(seed: number): Drawing {
  const random = createRandom('format', seed);
  const lot = random();
  if (lot < 0.04) return { extension: 'gif', width: 320, height: 320 };
  if (lot < 0.1) return { extension: 'png', width: 640, height: 640 };
  if (lot < 0.14) return { extension: 'webp', width: 640, height: 800 };
  if (lot < 0.2) return { extension: 'jpg', width: 1600, height: 1200 };
  const side = between(random, 14, 18) * 40;
  return { extension: 'jpg', width: side, height: random() < 0.7 ? side : Math.round(side * 0.75) };
}

/** Draws the picture; about 10 to 20 ms, more for the few large ones. */
export async function drawPicture(seed: number, subject: Subject): Promise<Uint8Array> {
  const { extension, width, height } = drawingOf(seed);
  const image = sharp(Buffer.from(sceneOf(seed, subject, width, height)));
  switch (extension) {
    case 'jpg':
      return image.flatten().jpeg({ quality: 82 }).toBuffer();
    case 'png':
      return image.png({ compressionLevel: 4 }).toBuffer();
    case 'webp':
      return image.webp({ quality: 80, effort: 1 }).toBuffer();
    case 'gif':
      return image.gif({ effort: 1, colours: 64 }).toBuffer();
  }
}

function sceneOf(seed: number, subject: Subject, width: number, height: number): string {
  const random = createRandom('scene', seed);
  const hue = between(random, 0, 359);
  const colour = (lightness: number, saturation: number): string =>
    `hsl(${hue},${saturation}%,${lightness}%)`;
  const main = colour(between(random, 34, 62), between(random, 35, 75));
  const scale = between(random, 62, 96) / 100;
  const mirrored = random() < 0.5 ? -1 : 1;
  const x = 50 + between(random, -16, 16);
  const floor = between(random, 70, 95);
  const placed = `translate(${x} ${floor}) scale(${mirrored * scale} ${scale}) translate(-50 -86)`;
  const thing = drawSubject(subject, { main: 'url(#cloth)', dark: colour(22, 40), light: colour(86, 45) });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100" preserveAspectRatio="xMidYMid slice">` +
    `<defs>${backdropLight(random, hue)}${clothOf(random, main, colour(between(random, 66, 84), 60))}` +
    '<radialGradient id="shadow"><stop offset="0" stop-opacity=".45"/><stop offset="1" stop-opacity="0"/></radialGradient></defs>' +
    `<rect x="-50" y="-50" width="200" height="200" fill="url(#light)"/>${furniture(random, hue)}` +
    `<ellipse cx="${x}" cy="${floor}" rx="${42 * scale}" ry="7" fill="url(#shadow)"/><g transform="${placed}">${thing}</g></svg>`
  );
}

function backdropLight(random: Random, hue: number): string {
  const other = (hue + between(random, 90, 270)) % 360;
  const first = between(random, 50, 96);
  const second = between(random, 35, 90);
  return (
    `<linearGradient id="light" x1="${random().toFixed(2)}" y1="${random().toFixed(2)}" x2="${random().toFixed(2)}" y2="1">` +
    `<stop offset="0" stop-color="hsl(${other},28%,${first}%)"/><stop offset="1" stop-color="hsl(${other},22%,${second}%)"/></linearGradient>`
  );
}

// Large plain forms behind the thing: they are what makes two pictures of one subject differ in coarse light and dark.
function furniture(random: Random, hue: number): string {
  const forms: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const fill = `hsl(${(hue + between(random, 60, 300)) % 360},${between(random, 8, 34)}%,${between(random, 18, 96)}%)`;
    const x = between(random, -10, 90);
    const y = between(random, -10, 80);
    const size = between(random, 18, 55);
    const opacity = (0.45 + random() * 0.45).toFixed(2);
    forms.push(
      random() < 0.4
        ? `<circle cx="${x}" cy="${y}" r="${Math.round(size * 0.6)}" fill="${fill}" opacity="${opacity}"/>`
        : `<rect x="${x}" y="${y}" width="${size}" height="${between(random, 14, 50)}" rx="2" transform="rotate(${between(random, -35, 35)} ${x} ${y})" fill="${fill}" opacity="${opacity}"/>`,
    );
  }
  return forms.join('');
}

function clothOf(random: Random, main: string, second: string): string {
  const tile = between(random, 6, 12);
  const half = tile / 2;
  const pattern = oneOf(random, [
    '',
    `<rect width="${tile}" height="${half}" fill="${second}"/>`,
    `<rect width="${half}" height="${tile}" fill="${second}"/>`,
    `<circle cx="${half}" cy="${half}" r="${tile / 4}" fill="${second}"/>`,
    `<path d="M0 ${tile}L${tile} 0" stroke="${second}" stroke-width="1.6"/>`,
  ]);
  return `<pattern id="cloth" width="${tile}" height="${tile}" patternUnits="userSpaceOnUse"><rect width="${tile}" height="${tile}" fill="${main}"/>${pattern}</pattern>`;
}
