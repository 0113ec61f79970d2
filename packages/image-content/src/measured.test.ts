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
console.log(JSON.stringify([await seenPicture(png, 'png', 16), await seenPicture(bmp, 'bmp', 30)]));`;

test('where sharp does not run a picture is one, of a size that is not known', () => {
  const hooks = `data:text/javascript,${encodeURIComponent(withoutSharp)}`;
  const printed = execFileSync(
    process.execPath,
    ['--conditions=source', '--input-type=module', '--import', hooks, '--eval', looking],
    { encoding: 'utf8' },
  );
  expect(JSON.parse(printed)).toEqual([
    { format: 'png', contentType: 'image/png', contentLength: 16 },
    { format: 'bmp', contentType: 'image/bmp', contentLength: 30 },
  ]);
});
