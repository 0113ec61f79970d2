import { describe, expect, it } from 'vitest';
import { ContentError } from './content-error.ts';
import { type ContentHttpOptions, createContentHttp } from './content-http.ts';
import { createFakeClock, createFakeTransport, type FakeAnswer } from './testing/fakes.ts';
import { TransportError } from './transport.ts';

const picture = {
  status: 200,
  headers: { 'content-type': 'image/JPEG; x=1', 'content-length': '5' },
  body: 'bytes',
};
const to = (location: string): FakeAnswer => ({ status: 302, headers: { location } });

function setUp(answers: readonly FakeAnswer[], more: ContentHttpOptions = {}) {
  const transport = createFakeTransport(answers);
  const clock = createFakeClock();
  return { http: createContentHttp({ transport, clock, random: () => 1, ...more }), transport, clock };
}

async function failure(promise: Promise<unknown>): Promise<{ reason: string; status: number | undefined }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ContentError) return { reason: error.reason, status: error.status };
    throw error;
  }
  throw new Error('it did not fail');
}

describe('a picture', () => {
  it('is asked for without a token, and never as WebP', async () => {
    const { http, transport } = setUp([picture]);
    expect(await http.get('https://cdn11.bigcommerce.com/a.jpg?c=1#x')).toEqual({
      status: 200,
      contentType: 'image/jpeg',
      contentLength: 5,
      finalUrl: 'https://cdn11.bigcommerce.com/a.jpg?c=1',
      bytes: Buffer.from('bytes'),
    });
    expect(transport.requests).toEqual([
      {
        method: 'GET',
        url: new URL('https://cdn11.bigcommerce.com/a.jpg?c=1'),
        headers: {
          accept: 'image/jpeg,image/png,image/gif,image/bmp',
          'accept-encoding': 'identity',
          'user-agent': 'cutover',
        },
        signal: undefined,
        bodyMaxBytes: 8_388_608,
        whenOver: 'fail',
        publicOnly: true,
      },
    ]);
  });

  it('may be asked for in part; its whole length is told all the same', async () => {
    const part = {
      status: 206,
      headers: { 'content-type': 'image/png', 'content-range': 'bytes 0-9/4711' },
      body: '0123456789',
    };
    const { http, transport } = setUp([part]);
    expect(await http.get('https://x.example/a.png', { rangeBytes: 10 })).toMatchObject({
      status: 206,
      contentLength: 4711,
    });
    expect(transport.requests[0]).toMatchObject({
      headers: { range: 'bytes=0-9' },
      bodyMaxBytes: 10,
      whenOver: 'cut',
    });
  });

  it('that comes packed has a length that nobody knows, and is asked for once', async () => {
    const packed = {
      status: 200,
      headers: { 'content-type': 'image/png', 'content-length': '5', 'content-encoding': 'gzip' },
      body: 'bytes',
    };
    const { http, transport } = setUp([packed]);
    expect(await http.get('https://x.example/a.png', { rangeBytes: 10 })).toEqual({
      status: 200,
      contentType: 'image/png',
      contentLength: undefined,
      finalUrl: 'https://x.example/a.png',
      bytes: Buffer.from('bytes'),
    });
    expect(transport.requests.length).toBe(1);
  });

  it('is asked for again when the host stumbles', async () => {
    const { http, clock } = setUp([
      { status: 503 },
      new TransportError('x', { reason: 'network', sent: true }),
      picture,
    ]);
    expect((await http.head('https://x.example/a.jpg')).status).toBe(200);
    expect(clock.waits).toEqual([250, 500]);
  });

  it.each<[string, FakeAnswer[], { reason: string; status: number | undefined }]>([
    ['404', [{ status: 404 }], { reason: 'not-found', status: 404 }],
    ['410', [{ status: 410 }], { reason: 'not-found', status: 410 }],
    ['403', [{ status: 403 }], { reason: 'refused', status: 403 }],
    ['405', [{ status: 405 }], { reason: 'refused', status: 405 }],
    ['500 again and again', [{ status: 500 }], { reason: 'unreachable', status: 500 }],
    [
      'a long wait',
      [{ status: 429, headers: { 'retry-after': '600' } }],
      { reason: 'unreachable', status: 429 },
    ],
    [
      'HTML with 200',
      [{ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } }],
      { reason: 'not-an-image', status: 200 },
    ],
    [
      'too large',
      [new TransportError('x', { reason: 'too-large', sent: true })],
      { reason: 'too-large', status: undefined },
    ],
    [
      'blocked by the socket',
      [new TransportError('x', { reason: 'blocked', sent: false })],
      { reason: 'blocked', status: undefined },
    ],
    ['a redirect without an address', [{ status: 302 }], { reason: 'redirect', status: 302 }],
    ['four redirects', [to('https://x.example/b')], { reason: 'redirect', status: 302 }],
  ])('%s', async (_what, answers, expected) => {
    expect(await failure(setUp(answers).http.get('https://x.example/a.jpg'))).toEqual(expected);
  });
});

describe('addresses', () => {
  const hostile = [
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://017700000001/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fd00::1]/',
    'http://10.1.2.3/',
    'http://100.64.0.1/',
    'http://localhost/',
    'http://metadata.google.internal/',
    'http://printer/',
    'http://printer./',
    'http://WPAD/wpad.dat',
    'http://intranet:8080/a.jpg',
    'http://user@x.example/',
    'http://user:pass@x.example/',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'ftp://x.example/a.jpg',
    'javascript:alert(1)',
    'a.jpg',
    '',
  ];
  it.each(hostile)('is never asked: %s', async (url) => {
    const { http, transport } = setUp([picture]);
    expect(await failure(http.get(url))).toEqual({ reason: 'blocked', status: undefined });
    expect(transport.requests.length).toBe(0);
  });

  it.each(hostile.slice(0, 22))('is not followed to: %s', async (url) => {
    const { http, transport } = setUp([to(url), picture]);
    expect(await failure(http.get('https://x.example/a.jpg'))).toEqual({
      reason: 'blocked',
      status: undefined,
    });
    expect(transport.requests.length).toBe(1);
  });

  it('may be private where exactly that host and port is allowed', async () => {
    const { http, transport } = setUp([picture], { allowedHosts: ['127.0.0.1:8080'] });
    expect((await http.head('http://127.0.0.1:8080/a.jpg')).status).toBe(200);
    expect(transport.requests[0]?.publicOnly).toBe(false);
    expect((await failure(http.head('http://127.0.0.1:8081/a.jpg'))).reason).toBe('blocked');
    expect((await failure(http.head('http://localhost:8080/a.jpg'))).reason).toBe('blocked');
  });

  it('may be private where that is asked for', async () => {
    const { http } = setUp([to('http://10.0.0.1/b.jpg'), picture], { allowPrivateHosts: true });
    expect(await http.head('http://127.0.0.1/a.jpg')).toMatchObject({ finalUrl: 'http://10.0.0.1/b.jpg' });
  });

  it('may have a name without a dot where that is asked for or exactly allowed', async () => {
    const asking = setUp([to('http://wpad/b.jpg'), picture], { allowPrivateHosts: true });
    expect(await asking.http.head('http://printer/a.jpg')).toMatchObject({ finalUrl: 'http://wpad/b.jpg' });
    const { http } = setUp([picture], { allowedHosts: ['store:8080'] });
    expect((await http.head('http://store:8080/a.jpg')).status).toBe(200);
    expect((await failure(http.head('http://store/a.jpg'))).reason).toBe('blocked');
  });

  it('of the public internet pass, literal ones too', async () => {
    const { http, transport } = setUp([picture]);
    for (const url of ['http://93.184.216.34/a', 'http://[2606:4700::1111]/a', 'http://x.example./a'])
      await http.head(url);
    expect(transport.requests.map(({ url }) => url.hostname)).toEqual([
      '93.184.216.34',
      '[2606:4700::1111]',
      'x.example.',
    ]);
  });

  it('that are refused are told with the host and why, one that a redirect names too', async () => {
    const told = async (...answers: FakeAnswer[]): Promise<string> =>
      await setUp(answers)
        .http.head('https://x.example/a.jpg')
        .then(() => 'none', String);
    expect(await told(to('http://printer/'))).toBe(
      'ContentError: https://x.example/a.jpg was not asked: its host printer has no dot, so it is a name of a local network',
    );
    expect(await told(to('http://10.0.0.1/'))).toBe(
      'ContentError: https://x.example/a.jpg was not asked: its host 10.0.0.1 is not on the public internet',
    );
    const blocked = new TransportError('leads elsewhere', { reason: 'blocked', sent: false });
    expect(await told(to('http://y.example/'), blocked)).toBe(
      'ContentError: https://x.example/a.jpg was not asked: its host y.example leads elsewhere',
    );
  });

  it('that are refused for their network alone are not the same as those that nothing allows', async () => {
    const isPrivate = async (url: string, ...answers: FakeAnswer[]): Promise<boolean | undefined> =>
      await setUp(answers)
        .http.head(url)
        .then(
          () => undefined,
          (error: unknown) => (error instanceof ContentError ? error.isPrivate : undefined),
        );
    const blocked = new TransportError('leads elsewhere', { reason: 'blocked', sent: false });
    expect([
      await isPrivate('http://127.0.0.1/a.jpg'),
      await isPrivate('http://printer/a.jpg'),
      await isPrivate('https://x.example/a.jpg', blocked),
    ]).toEqual([true, true, true]);
    expect([
      await isPrivate('ftp://127.0.0.1/a.jpg'),
      await isPrivate('http://u:p@127.0.0.1/a.jpg'),
      await isPrivate('https://x.example/a.jpg', { status: 404 }),
    ]).toEqual([false, false, false]);
  });

  it('keeps signatures and passwords out of errors', async () => {
    const { http } = setUp([{ status: 404 }]);
    const told = async (url: string): Promise<string> => http.get(url).then(() => 'none', String);
    expect(await told('https://x.example/a.jpg?sig=s3cret')).toBe(
      'ContentError: https://x.example/a.jpg answered 404',
    );
    expect(await told('https://u:s3cret@x.example/a.jpg')).not.toContain('s3cret');
  });
});

describe('lanes', () => {
  it('hold the number of pictures at a time', async () => {
    let busy = 0;
    let most = 0;
    const transport = async () => {
      busy += 1;
      most = Math.max(most, busy);
      await Promise.resolve();
      busy -= 1;
      return { status: 200, headers: {}, body: new Uint8Array() };
    };
    const http = createContentHttp({ transport, concurrency: 2 });
    const nine = async (): Promise<number> => {
      most = 0;
      await Promise.all(Array.from({ length: 9 }, () => http.head('https://x.example/a.jpg')));
      return most;
    };
    const first = await nine();
    http.bound(1);
    const second = await nine();
    http.bound(1_000);
    expect([first, second, await nine()]).toEqual([2, 1, 3]);
  });

  it('are left by those who give up', async () => {
    const { http } = setUp([picture], { concurrency: 1 });
    expect((await failure(http.get('https://x.example/a', { signal: AbortSignal.abort() }))).reason).toBe(
      'aborted',
    );
    expect((await http.get('https://x.example/a')).status).toBe(200);
  });
});
