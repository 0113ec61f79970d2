import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { markupOf, signatureOf } from './file-signature.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each<[string, Uint8Array, RegExp]>([
  ['gzip', gzipSync('Item,ID\n'), /gzip/],
  ['a workbook', bytes(`PK\x03\x04${'\0'.repeat(26)}[Content_Types].xml`), /Excel workbook/],
  ['an OpenDocument sheet', bytes(`PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.oasis`), /workbook/],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /Excel workbook/],
  ['an archive', bytes('PK\x03\x04\x14\0\0\0export.csv'), /ZIP archive/],
  ['bzip2', bytes('BZh91AY&SY'), /bzip2/],
  ['zstd', Buffer.from('28b52ffd00', 'hex'), /zstd/],
  ['a picture', Buffer.from('ffd8ffe0', 'hex'), /picture \(JPEG\)/],
  ['a PDF', bytes('%PDF-1.7'), /PDF/],
  ['a database', bytes('SQLite format 3\0'), /SQLite/],
])('%s is called what it is', (_, start, words) => {
  expect(signatureOf(start)).toMatch(words);
});

test.each(['PK,SKU\n1,A\n', 'BZh,ID\n', 'GIFT,ID\n', 'Item,ID\n', '[{"id":1}]', '', 'PAR'])(
  '%j is text',
  (text) => {
    expect(signatureOf(bytes(text))).toBeUndefined();
  },
);

test.each([
  ['<?xml version="1.0"?>\n<products/>', /^XML/],
  ['\n <products><product/></products>', /^XML/],
  ['<!DOCTYPE html><title>502\nBad Gateway</title>', /^an HTML page that says "502 Bad Gateway"/],
  ['<html lang="en"><body>', /^an HTML page, /],
  ['<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', /^an HTML page/],
  ['<table><tr><td>Item', /^an HTML page/],
])('%j', (text, words) => {
  expect(markupOf(text)).toMatch(words);
});

test.each(['Item,ID', '[1]', '<3 hearts,ID', '"<b>",ID', ''])('%j has no markup', (text) => {
  expect(markupOf(text)).toBeUndefined();
});
