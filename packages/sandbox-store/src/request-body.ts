/** Reads a write's body by its Content-Type, whatever the bytes are; the routes then judge the fields. */

import { fieldsOfXml } from './xml-body.ts';

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | {
      readonly kind: 'multipart';
      readonly fields: ReadonlyMap<string, string>;
      readonly files: ReadonlyMap<string, BodyFile>;
      /** How many file parts there are, whatever their names. */
      readonly fileCount: number;
    }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'broken' };

export interface BodyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The body of a request; XML counts as the JSON object of its fields, where it is taken. `unsupported`: no Content-Type that a store takes. `broken`: not what it says it is. */
export async function readBody(request: Request, takesXml = false): Promise<Body> {
  const type = (request.headers.get('content-type') ?? '').toLowerCase();
  if (type.startsWith('multipart/form-data')) return readMultipart(request);
  if (takesXml && /^(?:application|text)\/xml\b/.test(type)) {
    const value = fieldsOfXml(await request.text());
    return value === undefined ? { kind: 'broken' } : { kind: 'json', value };
  }
  if (!/^application\/(?:[\w.-]+\+)?json\b/.test(type)) return { kind: 'unsupported' };
  try {
    return { kind: 'json', value: await request.json() };
  } catch {
    return { kind: 'broken' };
  }
}

async function readMultipart(request: Request): Promise<Body> {
  try {
    const form = await request.formData();
    const fields = new Map<string, string>();
    const files = new Map<string, BodyFile>();
    let fileCount = 0;
    for (const [name, value] of form.entries()) {
      if (typeof value === 'string') fields.set(name, value);
      else {
        files.set(name, { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
        fileCount += 1;
      }
    }
    return { kind: 'multipart', fields, files, fileCount };
  } catch {
    return { kind: 'broken' };
  }
}

/** Names of the fields in a body, for the request log; never their values. */
export function bodyFields(contentType: string, bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  if (contentType.toLowerCase().startsWith('multipart/')) {
    return [...text.matchAll(/content-disposition: *form-data;[^\r\n]*?\bname="([^"]*)"/gi)].map(
      ([, name = '']) => name,
    );
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  } catch {
    return [];
  }
}
