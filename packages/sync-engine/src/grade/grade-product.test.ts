import { expect, it } from 'vitest';
import { picturesIn } from './grade-product.ts';

it.each<[string, readonly string[]]>([
  ['', []],
  ['<p>words</p>', []],
  ['<img src="a.jpg"><IMG SRC=b.jpg>', ['a.jpg', 'b.jpg']],
  [`<img src=' /a.jpg?x=1&amp;y=2 '>`, ['/a.jpg?x=1&y=2']],
  [
    '<img srcset="a.jpg 1x, b.jpg 2.5x"><source srcset="c.jpg 300w,\n d.jpg">',
    ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'],
  ],
  ['<style>.a { background: url("a.jpg") } .b { background: url( b.jpg ) }</style>', ['a.jpg', 'b.jpg']],
  ['<td style="background:url(a.jpg)">url(words.jpg)</td>', ['a.jpg']],
  ['<a href="a.jpg">a</a><script>"<img src=b.jpg>"</script><!-- <img src=c.jpg> -->', []],
  ['<img src="a.jpg', []],
  ['<div style="background:url(a.jpg">', []],
])('%j shows %j', (html, expected) => {
  expect(picturesIn(html)).toEqual(expected);
});

it('a long text costs no more than its letters', () => {
  const urls = picturesIn(`<p style="${'url('.repeat(50_000)}">${'<img src=x '.repeat(50_000)}`);
  expect(urls.length).toBeLessThan(2);
});
