import { expect, it } from 'vitest';
import { encodeMultipart } from './multipart.ts';

it('writes a form with a file that cannot break out of its header', () => {
  const bytes = Uint8Array.from([0xff, 0xd8, 0x0d, 0x0a]);
  const form = encodeMultipart(
    [
      { name: 'image_file', fileName: 'a"\r\nX: ü.jpg', contentType: 'image/jpeg\r\nX-Evil: 1', bytes },
      { name: 'description', value: 'grün' },
    ],
    () => 0.5,
  );
  const boundary = 'cutover-80000000800000008000000080000000';
  expect(form.contentType).toBe(`multipart/form-data; boundary=${boundary}`);
  expect(Buffer.from(form.bytes)).toEqual(
    Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="image_file"; filename="a%22%0D%0AX: ü.jpg"\r\ncontent-type: image/jpegX-Evil: 1\r\n\r\n`,
      ),
      bytes,
      Buffer.from(
        `\r\n--${boundary}\r\ncontent-disposition: form-data; name="description"\r\n\r\ngrün\r\n--${boundary}--\r\n`,
      ),
    ]),
  );
});
