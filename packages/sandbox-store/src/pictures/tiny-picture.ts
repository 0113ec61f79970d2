/** A valid 8×8 PNG that follows from its seed, without any image library: for simulations that draw thousands. */
import { crc32, deflateSync } from 'node:zlib';
import { between, createRandom } from '../random.ts';

const side = 8;

/** Draws the picture of this seed; different seeds give different pixels. */
export function tinyPicture(seed: number): Uint8Array {
  const random = createRandom('tiny', seed);
  const rows = Buffer.alloc(side * (1 + side * 3));
  for (let row = 0; row < side; row += 1) {
    for (let index = 1; index <= side * 3; index += 1) {
      rows[row * (1 + side * 3) + index] = between(random, 0, 255);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
