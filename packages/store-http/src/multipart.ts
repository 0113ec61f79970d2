// multipart/form-data as one piece of bytes, so that it has a Content-Length and is sent with the first write.

export type Part =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly fileName: string;
      readonly contentType: string;
      readonly bytes: Uint8Array;
    };

export interface Multipart {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** `random` gives the boundary; it must be long enough not to occur in a picture by chance. */
export function encodeMultipart(parts: readonly Part[], random: () => number): Multipart {
  const boundary = `cutover-${Array.from({ length: 4 }, () => word(random)).join('')}`;
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    const file = 'bytes' in part ? `; filename="${escaped(part.fileName)}"` : '';
    const type = 'bytes' in part ? `\r\ncontent-type: ${headerValue(part.contentType)}` : '';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${escaped(part.name)}"${file}${type}\r\n\r\n`;
    pieces.push(
      Buffer.from(head),
      'bytes' in part ? part.bytes : Buffer.from(part.value),
      Buffer.from('\r\n'),
    );
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat(pieces) };
}

function word(random: () => number): string {
  return Math.floor(random() * 0x1_0000_0000)
    .toString(16)
    .padStart(8, '0');
}

// The three characters that browsers escape in these parameters (WHATWG HTML, multipart/form-data encoding).
function escaped(text: string): string {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

function headerValue(text: string): string {
  return text.replace(/[^\u0021-\u007e ]/gu, '');
}
