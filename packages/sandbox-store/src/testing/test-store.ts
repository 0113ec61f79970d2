/** A small store without a socket and with a clock that stands still, for the tests beside the code. */
import type { StoreControl } from '../control.ts';
import type { Sandbox, SandboxOptions, StoreSpec } from '../options.ts';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import { startSandbox } from '../sandbox.ts';

/** 2026-03-02T10:00:00Z */
export const noon = Date.UTC(2026, 2, 2, 10);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}
export interface TestStore {
  readonly sandbox: Sandbox;
  readonly control: StoreControl;
  /** Moves the clock. */
  advance(ms: number): void;
  /** Sends a request with the store's token; the body is JSON unless it is a form. */
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
}

/** Starts a store `abc` with two products, 77 and 78, and no images. */
export async function openTestStore(
  options: Partial<SandboxOptions> = {},
  spec: Partial<StoreSpec> = {},
): Promise<TestStore> {
  let now = noon;
  const catalog = {
    products: [
      { name: 'Mug', sku: 'MUG-1', images: [] },
      { name: 'Lamp', sku: 'LMP-1', images: [] },
    ],
  };
  const sandbox = await startSandbox({
    stores: [
      { hash: 'abc', token: 'full', readOnlyToken: 'read', catalog: { kind: 'given', catalog }, ...spec },
    ],
    listen: false,
    now: () => now,
    resolvePicture: (url) => Promise.resolve(pictureAt(url)),
    ...options,
  });
  return {
    sandbox,
    control: sandbox.control('abc'),
    advance(ms) {
      now += ms;
    },
    async send(method, path, body, headers = {}) {
      const isForm = body instanceof FormData;
      const request = new Request(`${sandbox.origin}/stores/abc${path}`, {
        method,
        headers: {
          'x-auth-token': 'full',
          accept: 'application/json',
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      });
      return answerOf(await sandbox.handle(request));
    },
  };
}

/** The whole answer, its body parsed where it is JSON. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : isJson ? (JSON.parse(text) as unknown) : text,
  };
}

/** An address under which `openTestStore` finds the 8×8 picture of this seed. */
export function pictureUrl(seed: number, name = `picture-${seed}.png`): string {
  return `https://pictures.example/${seed}/${name}`;
}

/** A form with one picture, and fields beside it. */
export function pictureForm(bytes: Uint8Array, name: string, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.set('image_file', new File([new Uint8Array(bytes)], name));
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  return form;
}

function pictureAt(url: string): Uint8Array | undefined {
  const seed = /^https:\/\/pictures\.example\/(\d+)\//.exec(url)?.[1];
  return seed === undefined ? undefined : tinyPicture(Number(seed));
}
