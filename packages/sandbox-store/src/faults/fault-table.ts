/**
 * THE list of what can go wrong between a store and its client, with what each fault does to a write.
 * A fault says nothing about what the store would have answered: that is the switches' matter.
 */

/**
 * Which requests a fault meets when it is set by probability; a matcher given to `failNext` overrides it. `pictures` are
 * requests to the CDN, by a client or by a store that downloads; all other scopes are of the API.
 */
export type FaultScope = 'reads' | 'lists' | 'image writes' | 'reads and image writes' | 'pictures';
interface FaultRow {
  readonly appliesTo: FaultScope;
  readonly effect: 'none' | 'once' | 'late' | 'twice';
  readonly explains: string;
  readonly status?: number;
  readonly delayMs?: number;
}

/** Every fault: what it meets by default, how often a write then takes effect, its status or delay, and what happens. */
export const faultTable = {
  'rate-limit': {
    appliesTo: 'reads and image writes',
    effect: 'none',
    explains: '429 with the rate-limit headers',
  },
  'rate-limit-bare': {
    appliesTo: 'reads and image writes',
    effect: 'none',
    explains: '429 without any rate-limit header: the platform is under load',
  },
  'error-before': {
    appliesTo: 'reads and image writes',
    effect: 'none',
    status: 503,
    explains: 'a 5xx before anything was done',
  },
  'error-after': {
    appliesTo: 'image writes',
    effect: 'once',
    status: 500,
    explains: 'a 5xx although the write was done',
  },
  'reset-before': {
    appliesTo: 'reads and image writes',
    effect: 'none',
    explains: 'the connection is reset before anything was done',
  },
  'reset-after': {
    appliesTo: 'image writes',
    effect: 'once',
    explains: 'the connection is reset after the write was done',
  },
  hang: { appliesTo: 'reads and image writes', effect: 'none', explains: 'no answer ever, and no effect' },
  slow: {
    appliesTo: 'reads and image writes',
    effect: 'once',
    delayMs: 2_000,
    explains: 'the right answer, late',
  },
  'late-effect': {
    appliesTo: 'image writes',
    effect: 'late',
    delayMs: 5_000,
    explains: 'no answer, and the write is done some time later',
  },
  truncated: {
    appliesTo: 'reads and image writes',
    effect: 'once',
    explains: 'half of the body, then the connection ends, under a full Content-Length',
  },
  malformed: {
    appliesTo: 'reads and image writes',
    effect: 'once',
    explains: 'a success whose JSON is broken',
  },
  'html-error': {
    appliesTo: 'reads and image writes',
    effect: 'none',
    status: 502,
    explains: 'a gateway’s HTML error page, nothing done',
  },
  'html-200': {
    appliesTo: 'reads and image writes',
    effect: 'none',
    explains: 'a 200 with an HTML page, nothing done',
  },
  'repeated-page': { appliesTo: 'lists', effect: 'once', explains: 'the previous page of the list again' },
  'wrong-length': {
    appliesTo: 'reads and image writes',
    effect: 'once',
    explains: 'a Content-Length that is less than the body',
  },
  'duplicate-effect': {
    appliesTo: 'image writes',
    effect: 'twice',
    explains: 'the write is done twice, the second one is answered',
  },
  'null-value': {
    appliesTo: 'lists',
    effect: 'once',
    explains: 'a list in which one image has null for its place',
  },
  'missing-page-row': { appliesTo: 'lists', effect: 'once', explains: 'a list without its middle row' },
  'picture-error': {
    appliesTo: 'pictures',
    effect: 'none',
    status: 503,
    explains: 'a 5xx of the CDN in the place of a picture',
  },
  'picture-missing': {
    appliesTo: 'pictures',
    effect: 'none',
    status: 404,
    explains: 'the CDN does not find a picture that is there',
  },
  'picture-reset': {
    appliesTo: 'pictures',
    effect: 'none',
    explains: 'the connection to the CDN is reset before a picture comes',
  },
  'picture-hang': {
    appliesTo: 'pictures',
    effect: 'none',
    explains: 'the CDN never answers with the picture',
  },
  'picture-truncated': {
    appliesTo: 'pictures',
    effect: 'none',
    explains: 'half of a picture, then the connection ends, under a full Content-Length',
  },
  'picture-html': {
    appliesTo: 'pictures',
    effect: 'none',
    explains: 'a 200 with an HTML page in the place of a picture',
  },
} as const satisfies Record<string, FaultRow>;

/** The name of a fault. */
export type FaultName = keyof typeof faultTable;

/** Faults of pictures do what those of the API do, at other requests. */
const sameAs = {
  'picture-error': 'error-before',
  'picture-missing': 'error-before',
  'picture-reset': 'reset-before',
  'picture-hang': 'hang',
  'picture-truncated': 'truncated',
  'picture-html': 'html-200',
} as const satisfies Partial<Record<FaultName, FaultName>>;

/** What happens under a fault, whatever it meets. */
export type Mishap = Exclude<FaultName, keyof typeof sameAs>;

/** What happens under a fault. */
export function mishapOf(name: FaultName): Mishap {
  return isOfPictures(name) ? sameAs[name] : name;
}

function isOfPictures(name: FaultName): name is keyof typeof sameAs {
  return Object.hasOwn(sameAs, name);
}

/** How often a fault happens: a probability 0..1, or the next so many requests it applies to. */
export interface FaultSetting {
  readonly probability?: number;
  readonly next?: number;
  /** For faults that answer a status: which. */
  readonly status?: number;
  /** For faults that take time: how long. */
  readonly delayMs?: number;
}
/** How often each fault happens; a bare number is a probability. */
export type Faults = { [Name in FaultName]: number | FaultSetting };

/** A fault that was chosen for one request. */
export interface Fault {
  readonly name: FaultName;
  readonly status: number;
  readonly delayMs: number;
}

/** Completes a fault with its defaults from the table. */
export function faultOf(name: FaultName, setting: FaultSetting = {}): Fault {
  const row: FaultRow = faultTable[name];
  return {
    name,
    status: setting.status ?? row.status ?? 500,
    delayMs: setting.delayMs ?? row.delayMs ?? 0,
  };
}

/** Every fault's name. */
export const faultNames = Object.keys(faultTable) as FaultName[];

/**
 * Reads `NAME=P`, `NAME=nextN`, each with `:STATUS` or `:DELAYms` after it where the fault has one.
 * Throws a RangeError that names what is allowed.
 */
export function parseFault(text: string): Partial<Faults> {
  const equals = text.indexOf('=');
  const name = (equals < 0 ? text : text.slice(0, equals)).trim();
  if (!isFaultName(name)) {
    throw new RangeError(`There is no fault "${name}". Faults: ${faultNames.join(', ')}.`);
  }
  const [rate = '', detail] = (equals < 0 ? '' : text.slice(equals + 1))
    .split(':')
    .map((part) => part.trim());
  const next = /^next(\d+)$/.exec(rate)?.[1];
  const setting = {
    ...(next === undefined ? { probability: probabilityOf(name, rate) } : { next: Number(next) }),
    ...(detail === undefined ? {} : detailOf(name, detail)),
  };
  return { [name]: setting };
}

/** Checks settings that came from outside the type system. Throws a RangeError that names the first wrong one. */
export function checkFaults(faults: Partial<Faults>): Partial<Faults> {
  for (const [name, setting] of Object.entries(faults)) {
    if (!isFaultName(name)) throw new RangeError(`There is no fault "${name}".`);
    const probability = typeof setting === 'number' ? setting : (setting.probability ?? 0);
    probabilityOf(name, String(probability));
  }
  return faults;
}

function probabilityOf(name: FaultName, text: string): number {
  const probability = Number(text);
  if (text !== '' && probability >= 0 && probability <= 1) return probability;
  throw new RangeError(
    `The fault ${name} cannot happen "${text}". Give a probability from 0 to 1, or next and a number: ${name}=0.1, ${name}=next3.`,
  );
}

function detailOf(name: FaultName, text: string): FaultSetting {
  const row: FaultRow = faultTable[name];
  const delay = /^(\d+)ms$/.exec(text)?.[1];
  if (row.delayMs !== undefined && delay !== undefined) return { delayMs: Number(delay) };
  if (row.status !== undefined && /^5\d\d$/.test(text)) return { status: Number(text) };
  const wanted =
    row.delayMs === undefined
      ? row.status === undefined
        ? 'nothing more'
        : 'a status 500..599'
      : 'a delay such as 500ms';
  throw new RangeError(`The fault ${name} takes ${wanted} after its rate, not "${text}".`);
}

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultTable, name);
}
