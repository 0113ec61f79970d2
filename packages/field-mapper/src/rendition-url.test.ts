import { expect, test } from 'vitest';
import { decoded, renditionPath, withoutQuery } from './rendition-url.ts';

const path = '/products/158/images/382';

test.each([
  [
    'the CDN',
    `https://cdn8.bigcommerce.com/s-x${path}/towel__83011.1534344511.1280.1280.jpg?c=2`,
    `${path}/towel__83011.jpg`,
  ],
  ['a stamp without a size', `${path}/towel.1534344511.jpg`, `${path}/towel.jpg`],
  ['a stamp without an extension', `${path}/towel.1534344511`, `${path}/towel`],
  ['a stamp inside the name', `${path}/take.1534344511.final.jpg`, `${path}/take.1534344511.final.jpg`],
  ['escapes', `${path}/Cr%C3%A8me.1534344511.44.58.jpg#top`, `${path}/Crème.jpg`],
  [
    'a longer path than a rendition has',
    `https://cdn.example/s-x${path}/towel.jpg/large`,
    `/s-x${path}/towel.jpg/large`,
  ],
  ['another form, less its host', 'https://cdn.example/pictures/towel.jpg?c=2', '/pictures/towel.jpg'],
  ['another scheme', 's3://bucket/pictures/towel.jpg', '/pictures/towel.jpg'],
  ['a path that holds an address', '/of/https://cdn.example/towel.jpg', '/of/https://cdn.example/towel.jpg'],
  ['nothing', '', ''],
])('what names the image: %s', (_, url, named) => {
  expect(renditionPath(url)).toBe(named);
});

test('a query and a fragment end where the text ends', () => {
  expect(['a.jpg?c=1\n&d', 'a.jpg#top', 'a.jpg'].map(withoutQuery)).toEqual(['a.jpg', 'a.jpg', 'a.jpg']);
});

test('broken escapes are left as they are', () => {
  expect(['100%25', '100%'].map(decoded)).toEqual(['100%', '100%']);
});
