// One process that decodes, as its parent sees it. Invariant: whatever becomes of it, each picture gets an answer: what is
// seen of it, or why it was not looked at.
import { type ChildProcess, fork } from 'node:child_process';
import type { DecodingCost } from './decoding-cost.ts';
import { PictureError, type PictureErrorReason, pictureErrorReasons } from './picture-error.ts';
import type { Seen } from './seen.ts';

/** What is seen of a picture, and its size, that is after the EXIF orientation. */
export interface Decoded<What> {
  readonly width: number;
  readonly height: number;
  readonly seen: What;
}

/** Or what decoding would take, by its header, where that is more than it may; then it was not decoded. */
export type Answer<What> = Decoded<What> | { readonly tooMuch: DecodingCost };

interface Asking<What> {
  readonly wanted: Seen<What>;
  /** How much memory it may take. */
  readonly bytesMax: number;
}

export interface Decoder {
  /** One picture at a time. Ends the process where it takes longer than it may, or the signal aborts. */
  decode<What>(
    picture: Uint8Array,
    asking: Asking<What>,
    signal: AbortSignal | undefined,
  ): Promise<Answer<What>>;
  readonly isAlive: boolean;
  end(): void;
}

/** Starts the program; a failure to start is the failure of the picture that is asked of it. */
export function startDecoder(program: URL, limitMs: number): Decoder {
  const child = fork(program, [], {
    // A group of its own: Ctrl-C on a terminal and a suspended parent are not its concern.
    detached: process.platform !== 'win32',
    windowsHide: true,
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: { ...withoutSecrets(process.env), MALLOC_ARENA_MAX: '2' },
  });
  // Told by whoever waits for it.
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  rest(child);
  let isEnded = false;
  const end = (): void => {
    isEnded = true;
    child.kill('SIGKILL');
  };
  return {
    get isAlive() {
      return !isEnded && child.connected && child.exitCode === null && child.signalCode === null;
    },
    end,
    async decode(picture, { wanted, bytesMax }, signal) {
      wake(child);
      try {
        const asked = { bytes: picture.length, bytesMax, wanted: wanted.name };
        return answerIn(await answered(child, asked, picture, { limitMs, signal, end }), wanted);
      } finally {
        rest(child);
      }
    },
  };
}

/** What decodes strangers' pictures is handed no token, and none of the options of the Node that runs us. */
function withoutSecrets(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => !/^(?:CUTOVER_.*|NODE_OPTIONS|.*TOKEN.*)$/i.test(name)),
  );
}

/** While nobody waits for it, it keeps no process alive. */
function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

function wake(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

/** How long an answer is waited for, and what ends the process that owes it. */
interface Bounds {
  readonly limitMs: number;
  readonly signal: AbortSignal | undefined;
  readonly end: () => void;
}

async function answered(
  child: ChildProcess,
  asked: { readonly bytes: number; readonly bytesMax: number; readonly wanted: string },
  picture: Uint8Array,
  { limitMs, signal, end }: Bounds,
): Promise<unknown> {
  const listening = new AbortController();
  try {
    return await new Promise<unknown>((resolve, reject) => {
      const fail = (reason: PictureErrorReason, words: string, cause?: unknown): void =>
        reject(new PictureError(reason, words, { cause }));
      const giveUp = (): void => {
        end();
        reject(signal?.reason);
      };
      const tooSlow = (): void => {
        end();
        fail('too-slow', `it was not decoded within ${limitMs / 1_000} s`);
      };
      // A process that was suspended finds its time over; what was answered meanwhile is heard first.
      const timer = setTimeout(() => setImmediate(tooSlow), limitMs);
      const gone = (code: number | null, by: NodeJS.Signals | null): void =>
        fail('not-decoded', `the program that decodes pictures has ended (${by ?? code ?? 'unknown'})`);
      const lost = (error: Error): void =>
        fail('not-decoded', `the program that decodes pictures does not run: ${error.message}`, error);
      child.once('message', resolve).once('exit', gone).once('error', lost);
      signal?.addEventListener('abort', giveUp, { once: true });
      listening.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        child.off('message', resolve).off('exit', gone).off('error', lost);
        signal?.removeEventListener('abort', giveUp);
      });
      child.send(asked, (error) => {
        if (error !== null) lost(error);
      });
      child.stdin?.write(picture);
    });
  } finally {
    listening.abort();
  }
}

/** What an answer says; throws what it says has failed. */
function answerIn<What>(answer: unknown, wanted: Seen<What>): Answer<What> {
  if (typeof answer === 'object' && answer !== null) {
    if ('seen' in answer && wanted.is(answer.seen) && isSize(answer))
      return { width: answer.width, height: answer.height, seen: answer.seen };
    if ('tooMuch' in answer && isCost(answer.tooMuch)) return { tooMuch: answer.tooMuch };
    if ('failed' in answer && isFailure(answer.failed))
      throw new PictureError(answer.failed.reason, answer.failed.message);
  }
  throw new PictureError('not-decoded', 'the program that decodes pictures has answered something else');
}

const isSize = (value: object): value is { readonly width: number; readonly height: number } =>
  'width' in value &&
  'height' in value &&
  typeof value.width === 'number' &&
  typeof value.height === 'number';

const isCost = (value: unknown): value is DecodingCost =>
  typeof value === 'object' &&
  value !== null &&
  isSize(value) &&
  'bytes' in value &&
  typeof value.bytes === 'number';

function isFailure(
  value: unknown,
): value is { readonly reason: PictureErrorReason; readonly message: string } {
  if (typeof value !== 'object' || value === null || !('reason' in value) || !('message' in value))
    return false;
  const { reason, message } = value;
  return typeof message === 'string' && pictureErrorReasons.some((known) => known === reason);
}
