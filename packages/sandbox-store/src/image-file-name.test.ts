import { expect, it } from 'vitest';
import { imageFileName, uploadNameOf } from './image-file-name.ts';
import { defaultSwitches, type Switches } from './switches.ts';

const stem = (name: string, switches: Partial<Switches> = {}): string =>
  imageFileName(name, 'jpg', [1], { ...defaultSwitches(), ...switches })
    .replace(/^[a-z]\/\d{3}\//, '')
    .replace(/__\d{5}(?=\.[a-z]+$)/, '');

it('is a letter, three digits, the stem, five digits and the extension, the same for the same seed', () => {
  const name = imageFileName('mug.JPG', 'png', ['abc', 1, 247], defaultSwitches());
  expect(name).toMatch(/^[a-z]\/\d{3}\/mug__\d{5}\.jpg$/);
  expect(imageFileName('mug.JPG', 'png', ['abc', 1, 247], defaultSwitches())).toBe(name);
  expect(imageFileName('mug.JPG', 'png', ['abc', 1, 248], defaultSwitches())).not.toBe(name);
});

it.each([
  ['mug', {}, 'mug.jpg'],
  ['mug__12345.png', {}, 'mug__12345.png'],
  ['', {}, 'image.jpg'],
  ['a?b*c.png', {}, 'a_b_c.png'],
  ['red mug.png', {}, 'red_mug.png'],
  ['red mug.png', { 'file-name-spaces': 'dash' }, 'red-mug.png'],
  ['red mug.png', { 'file-name-spaces': 'kept' }, 'red mug.png'],
  ['größe.png', {}, 'größe.png'],
  ['größe.png', { 'file-name-unicode': 'percent' }, 'gr%C3%B6%C3%9Fe.png'],
  ['größe.png', { 'file-name-unicode': 'ascii' }, 'groe.png'],
  ['кружка.png', { 'file-name-unicode': 'ascii' }, 'image.png'],
  ['mug__11111.1393831046.1280.1280.png', {}, 'mug__11111.1393831046.1280.1280.png'],
  ['mug__11111.1393831046.1280.1280.png', { 'file-name-stamp': 'dropped' }, 'mug__11111.png'],
  ['mug__11111.1393831046.png', { 'file-name-stamp': 'dropped' }, 'mug__11111.png'],
] as [string, Partial<Switches>, string][])('%s under %j is kept as %s', (name, switches, kept) => {
  expect(stem(name, switches)).toBe(kept);
});

it.each([
  ['https://host/a/b%20c.png?c=1#x', 'b c.png'],
  ['https://host/%E0%A4%A.png', '%E0%A4%A.png'],
  ['import/hat.png', 'hat.png'],
  ['https://host/', ''],
])('the upload name of %s is %s', (address, name) => {
  expect(uploadNameOf(address)).toBe(name);
});
