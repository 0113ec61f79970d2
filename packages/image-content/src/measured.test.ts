import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** A machine on which sharp does not run. */
const withoutSharp = `import { registerHooks } from 'node:module';
registerHooks({
  resolve(name, context, next) {
    if (name === 'sharp') throw new Error('no sharp for this machine');
    return next(name, context);
  },
});`;
const looking = `import { seenPicture } from ${JSON.stringify(new URL('measured.ts', import.meta.url).href)};
const bmp = Buffer.from('424d3a000000000000003600000028000000010000000100000001001800', 'hex');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const large = Buffer.from('89504e470d0a1a0a0000000d494844520000012c000000960802', 'hex');
const webp = Buffer.from('524946461a000000574542505650384c', 'hex');
const seen = [[png, 'png'], [bmp, 'bmp'], [large, 'png'], [webp, 'webp']];
console.log(JSON.stringify(await Promise.all(seen.map(([bytes, format]) => seenPicture(bytes, format, 30)))));`;

test('where sharp does not run a picture is one, of a size that is known if its header tells', () => {
  const hooks = `data:text/javascript,${encodeURIComponent(withoutSharp)}`;
  const printed = execFileSync(
    process.execPath,
    ['--conditions=source', '--input-type=module', '--import', hooks, '--eval', looking],
    { encoding: 'utf8' },
  );
  expect(JSON.parse(printed)).toEqual([
    { format: 'png', contentType: 'image/png', contentLength: 30 },
    { format: 'bmp', contentType: 'image/bmp', contentLength: 30 },
    { format: 'png', contentType: 'image/png', contentLength: 30, width: 300, height: 150 },
    { format: 'webp', contentType: 'image/webp', contentLength: 30 },
  ]);
});
