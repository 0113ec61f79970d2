import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { createDecoders, smallBytesMax } from './decoders.ts';
import { decodingCost } from './decoding-cost.ts';
import { fingerprint } from './fingerprint.ts';
import { decodedBytesMax, pixelsMax } from './picture-limits.ts';
import { seenLook } from './seen.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutover-decoders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const drawn = sharp({ create: { width: 200, height: 100, channels: 3, background: '#c00' } });
const samples = 200 * 100 * 3;

test.each<[string, () => Promise<Uint8Array>, number]>([
  ['a JPEG', async () => await drawn.clone().jpeg().toBuffer(), samples],
  [
    'a progressive JPEG: its coefficients too',
    async () => await drawn.clone().jpeg({ progressive: true }).toBuffer(),
    samples * 3,
  ],
  [
    'a progressive JPEG in four colours',
    async () => await drawn.clone().toColourspace('cmyk').jpeg({ progressive: true }).toBuffer(),
    200 * 100 * 4 * 3,
  ],
  ['a PNG', async () => await drawn.clone().png().toBuffer(), samples],
  [
    'an interlaced PNG of 16 bits',
    async () => await drawn.clone().toColourspace('rgb16').png({ progressive: true }).toBuffer(),
    samples * 2,
  ],
  ['a WebP: its own canvas too', async () => await drawn.clone().webp().toBuffer(), samples * 2],
  ['a GIF, which has four channels', async () => await drawn.clone().gif().toBuffer(), 200 * 100 * 4 * 2],
])('what %s takes', async (_, encode, bytes) => {
  expect(await decodingCost(await encode())).toEqual({ width: 200, height: 100, bytes });
});

const seen = { width: 1, height: 1, seen: { dHash: '0123456789abcdef', colours: 'ab'.repeat(48) } };

/** What a picture takes, by its third byte. */
const costs = [
  { width: 1, height: 1, bytes: smallBytesMax },
  { width: 1, height: 1, bytes: smallBytesMax + 1 },
  { width: 1, height: 1, bytes: decodedBytesMax + 1 },
  { width: pixelsMax + 1, height: 1, bytes: 1 },
];

/** A decoder that does what the first byte of a picture says, and writes down when it begins and ends; large ones it hands back. */
function programThat(name: string) {
  const log = join(folder, `${name}.log`);
  const file = join(folder, `${name}.mjs`);
  writeFileSync(log, '');
  writeFileSync(
    file,
    `import { appendFileSync, readSync } from 'node:fs';
const note = (words) => appendFileSync(${JSON.stringify(log)}, words + '\\n');
process.on('disconnect', () => process.exit());
const costs = ${JSON.stringify(costs)};
process.on('message', ({ bytes, bytesMax }) => {
  const picture = new Uint8Array(bytes);
  readSync(0, picture);
  const [deed, number, cost] = picture;
  const tooMuch = costs[cost];
  if (tooMuch.bytes > bytesMax || tooMuch.width > 1) return process.send({ tooMuch });
  note('begins ' + number);
  if (deed === ${DIE}) process.exit(3);
  if (deed === ${TELL_VARIABLES}) note(Object.keys(process.env).filter((key) => /^cutover_|token|node_options/i.test(key)).join());
  if (deed === ${NONSENSE}) process.send('nonsense');
  if (deed !== ${STALL} && deed !== ${NONSENSE})
    setImmediate(() => {
      note('ends ' + number);
      process.send(${JSON.stringify(seen)});
    });
});`,
  );
  return { program: pathToFileURL(file), noted: () => readFileSync(log, 'utf8').split('\n').slice(0, -1) };
}

const ANSWER = 0;
const STALL = 1;
const DIE = 2;
const NONSENSE = 3;
const TELL_VARIABLES = 4;
const SMALL = 0;
const LARGE = 1;
const HUGE = 2;
const WIDE = 3;
const pictureThat = (deed: number, number = 0, cost = SMALL) => Uint8Array.of(deed, number, cost);
const large = (deed: number, number = 0) => pictureThat(deed, number, LARGE);

describe('what a picture may take', () => {
  test.each([
    ['memory', HUGE, 'too-much-memory', 'it would take 641 MB to decode, and 640 MB is the most'],
    ['pixels', WIDE, 'too-many-pixels', '64000001 × 1 is more than 64000000 pixels'],
  ])('more %s than the most: told, and not decoded', async (name, cost, reason, message) => {
    const { program, noted } = programThat(name);
    const decoders = createDecoders({ program });
    await expect(decoders.decode(pictureThat(ANSWER, 0, cost), seenLook)).rejects.toMatchObject({
      reason,
      message,
    });
    expect(noted()).toEqual([]);
  });

  test('longer than the limit: told, the process is ended, and the next picture is decoded', async () => {
    const { program } = programThat('slow');
    const decoders = createDecoders({ program, limitMs: 1_000 });
    await expect(decoders.decode(large(STALL), seenLook)).rejects.toMatchObject({
      reason: 'too-slow',
      message: 'it was not decoded within 1 s',
    });
    expect(await createDecoders({ program }).decode(large(ANSWER), seenLook)).toEqual(seen);
  });

  test('large ones go one at a time', async () => {
    const { program, noted } = programThat('large');
    const decoders = createDecoders({ program });
    await Promise.all([1, 2, 3, 4].map((number) => decoders.decode(large(ANSWER, number), seenLook)));
    const begun = noted().flatMap((line) => /^begins (\d)$/.exec(line)?.[1] ?? []);
    expect(begun.toSorted()).toEqual(['1', '2', '3', '4']);
    expect(noted()).toEqual(begun.flatMap((number) => [`begins ${number}`, `ends ${number}`]));
  });

  test('a small one does not wait behind a large one, and a large one that was given up makes room', async () => {
    const { program, noted } = programThat('both');
    const decoders = createDecoders({ program });
    const stop = new AbortController();
    const stalled = decoders.decode(large(STALL, 1), seenLook, stop.signal);
    await expect.poll(noted).toContain('begins 1');
    const waiting = decoders.decode(large(ANSWER, 2), seenLook);
    const leaving = decoders.decode(large(ANSWER, 3), seenLook, stop.signal);
    expect(await decoders.decode(pictureThat(ANSWER, 4), seenLook)).toEqual(seen);
    expect(noted()).not.toContain('begins 2');
    stop.abort('asked to');
    expect(await Promise.allSettled([stalled, leaving, waiting])).toEqual([
      { status: 'rejected', reason: 'asked to' },
      { status: 'rejected', reason: 'asked to' },
      { status: 'fulfilled', value: seen },
    ]);
    expect(noted()).not.toContain('begins 3');
  });
});

describe('what becomes of the program', () => {
  test.each([
    ['ends', DIE, 'the program that decodes pictures has ended (3)'],
    ['answers something else', NONSENSE, 'the program that decodes pictures has answered something else'],
  ])('one that %s is no picture’s fault, and the next one is decoded', async (name, deed, message) => {
    const { program } = programThat(name.replaceAll(' ', '-'));
    const decoders = createDecoders({ program });
    await expect(decoders.decode(pictureThat(deed), seenLook)).rejects.toMatchObject({
      reason: 'not-decoded',
      message,
    });
    expect(await decoders.decode(pictureThat(ANSWER), seenLook)).toEqual(seen);
  });

  test('one that is not there', async () => {
    const decoders = createDecoders({ program: new URL('file:///nowhere.mjs') });
    await expect(decoders.decode(pictureThat(ANSWER), seenLook)).rejects.toMatchObject({
      reason: 'not-decoded',
    });
  });

  test('it is handed no token', async () => {
    const { program, noted } = programThat('variables');
    process.env['CUTOVER_SOURCE_TOKEN'] = 'secret';
    try {
      await createDecoders({ program }).decode(pictureThat(TELL_VARIABLES), seenLook);
    } finally {
      delete process.env['CUTOVER_SOURCE_TOKEN'];
    }
    expect(noted()).toEqual(['begins 0', '', 'ends 0']);
  });
});

describe('the program itself', () => {
  const program = fileURLToPath(new URL('./decode-worker.ts', import.meta.url));
  const started = (): ChildProcess =>
    fork(program, [], { execArgv: [], stdio: ['pipe', 'ignore', 'inherit', 'ipc'] });
  const decodes = async (child: ChildProcess): Promise<unknown> => {
    const picture = await drawn.clone().resize(1, 1).png().toBuffer();
    child.send({ bytes: picture.length, bytesMax: smallBytesMax, wanted: 'look' });
    child.stdin?.write(picture);
    const [answer] = await once(child, 'message');
    return answer;
  };
  const answer = { width: 1, height: 1, seen: { dHash: '0'.repeat(16), colours: 'cc0000'.repeat(16) } };

  test('signals to all of a group are for its parent; when that is gone, it is gone', async () => {
    const child = started();
    expect(await decodes(child)).toEqual(answer);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal);
    expect(await decodes(child)).toEqual(answer);
    const gone = once(child, 'exit');
    child.disconnect();
    expect(await gone).toEqual([null, 'SIGKILL']);
  });

  test('it keeps nobody alive who has nothing left to do', async () => {
    const picture = join(folder, 'picture.png');
    await drawn.clone().png().toFile(picture);
    const source = `import { readFileSync } from 'node:fs';
import { fingerprint } from ${JSON.stringify(new URL('./fingerprint.ts', import.meta.url).href)};
const { width } = await fingerprint(readFileSync(${JSON.stringify(picture)}));
process.exitCode = width === 200 ? 42 : 1;`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: 'ignore' });
    expect(await once(parent, 'exit')).toEqual([42, null]);
  });
});

test('a progressive picture of four colours and 64 million pixels, told by its header alone', async () => {
  const picture = await drawn.clone().toColourspace('cmyk').jpeg({ progressive: true }).toBuffer();
  // The frame header: marker, length, 8 bits, then the height and the width.
  const frame = picture.indexOf(Buffer.from('ffc2', 'hex'));
  picture.writeUInt16BE(8_000, frame + 5);
  picture.writeUInt16BE(8_000, frame + 7);
  await expect(fingerprint(picture)).rejects.toMatchObject({
    reason: 'too-much-memory',
    message: 'it would take 768 MB to decode, and 640 MB is the most',
  });
});
