// A limit that two packages need without knowing each other is the same in both.
import { descriptionLengthAdvised, imageUrlLengthMax, pictureBytesMax } from '@cutover/field-mapper';
import { encodeForHandover, handoverUrlLengthMax, pictureBytesTaken } from '@cutover/image-content';
import { expect, it } from 'vitest';

it('an address is as long as V3 takes it, wherever that is asked', () => {
  const address = (length: number): string => `https://cdn.example.com/${'a'.repeat(length - 24)}`;
  expect([handoverUrlLengthMax, descriptionLengthAdvised]).toEqual([imageUrlLengthMax, 255]);
  expect(
    [imageUrlLengthMax, imageUrlLengthMax + 1].map((length) => encodeForHandover(address(length)).fits),
  ).toEqual([true, false]);
});

it('a picture is read whole up to the size that V3 takes at most', () => {
  expect(pictureBytesTaken).toBe(pictureBytesMax);
});
