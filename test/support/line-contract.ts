// What a script may rely on in the JSON Lines, written down here by hand and apart from the program: which fields each
// line has, which of them always, and what they hold. A field that is not named here is a failure, not a surprise.
import type { CarriedKind, ImageKind } from '@cutover/journal';
import type { Line } from './binary.ts';

type Check = (value: unknown) => boolean;

const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isPart: Check = (value) => typeof value === 'number' && value > 0 && value <= 1;
const isText: Check = (value) => typeof value === 'string';
const isWord: Check = (value) => typeof value === 'string' && value.length > 0;
const isTruth: Check = (value) => typeof value === 'boolean';
const isTime: Check = (value) =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
  new Date(value).toISOString() === value;
const oneOf =
  (words: string): Check =>
  (value) =>
    typeof value === 'string' && words.split(' ').includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
/** The compiler names a kind that is missing here. */
const kinds = {
  'product-image': true,
  'variant-image': true,
  'modifier-image': true,
  swatch: true,
} as const satisfies Readonly<Record<ImageKind, true>>;
const isKind = oneOf(Object.keys(kinds).join(' '));
const countOfSlots = {
  variant: isCount,
  modifier: isCount,
  swatch: isCount,
} as const satisfies Readonly<Record<Exclude<CarriedKind, 'product'>, Check>>;
const countsBy: Check = (value) => isRecord(value) && Object.values(value).every(isCount);

interface Shape {
  readonly always: Readonly<Record<string, Check>>;
  readonly maybe?: Readonly<Record<string, Check>>;
}

const fits =
  ({ always, maybe = {} }: Shape): Check =>
  (value) =>
    isRecord(value) &&
    Object.entries(always).every(([name, check]) => check(value[name])) &&
    Object.entries(value).every(([name, held]) => name in always || maybe[name]?.(held) === true);

const isPairOfValues: Check = (value) =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((one) => ['string', 'number', 'boolean'].includes(typeof one));
const provenances =
  'file folder stencil-original store-domain slot archive former-address zoom standard thumbnail tiny';
const isProvenance: Check = (value) =>
  oneOf(provenances)(value) || (typeof value === 'string' && /^template:[1-9]\d*$/u.test(value));
const ref = fits({
  always: { productId: isCount },
  maybe: {
    imageId: isCount,
    sku: isText,
    variantId: isCount,
    variantSku: isText,
    modifierId: isCount,
    optionId: isCount,
    valueId: isCount,
    label: isText,
  },
});
const command = oneOf('audit diff migrate verify repair revert');
const mode = oneOf('parity transfer');
const run = isWord;

const shapes: Readonly<Record<string, Shape>> = {
  run: {
    always: { run, command, mode, resumed: isTruth },
    maybe: { planRun: run, verifyRun: run, revertsRun: run },
  },
  finding: {
    always: { run, kind: isKind, message: isWord },
    maybe: {
      sign: oneOf('= ~ + - !'),
      rule: isWord,
      severity: oneOf('fatal critical warning info'),
      source: ref,
      target: ref,
      fields: listOf(isWord),
      values: (value) => isRecord(value) && Object.values(value).every(isPairOfValues),
      suppressed: fits({ always: { reason: isWord } }),
      known: (value) => value === true,
    },
  },
  action: {
    always: {
      run,
      action: isWord,
      kind: oneOf('create update remove set'),
      of: isKind,
      status: oneOf('pending started applied failed blocked superseded'),
    },
    maybe: {
      source: ref,
      target: ref,
      reason: isText,
      // Of a failed one.
      code: isWord,
      rendition: fits({
        always: {
          url: isWord,
          origin: oneOf('zoom standard thumbnail tiny slot'),
          contentType: isWord,
        },
        maybe: { width: isCount, height: isCount, contentLength: isCount },
      }),
      handedOver: fits({
        always: {
          is: oneOf('original rendition'),
          origin: isProvenance,
          contentType: isWord,
        },
        maybe: { url: isWord, width: isCount, height: isCount, contentLength: isCount },
      }),
      wanted: (value) => isRecord(value),
      by: isWord,
      candidates: listOf(isCount),
    },
  },
  progress: {
    always: {
      phase: oneOf('reading planning writing settling verifying'),
      done: isCount,
      unit: oneOf('images products'),
    },
    // A snapshot is no run.
    maybe: { run, total: isCount, waitingFor: oneOf('quota store doubts'), waitingMs: isCount },
  },
  mapped: {
    always: {
      kind: oneOf('product-image variant-image'),
      line: isCount,
      product: fits({ always: {}, maybe: { id: isCount, sku: isText, name: isText, line: isCount } }),
      record: (value) => isRecord(value),
      warnings: listOf(isText),
    },
  },
  summary: {
    always: { run, command, mode, source: isWord, target: isWord, startedAt: isTime, counts: countsBy },
    maybe: {
      finishedAt: isTime,
      exitCode: isCount,
      level: oneOf('fields links content'),
      sample: (value) => typeof value === 'number',
    },
  },
  unreadable: { always: { line: isCount, reason: isWord }, maybe: { field: isText } },
  sandbox: { always: { stores: listOf(fits({ always: { store: isWord, api: isWord, token: isWord } })) } },
};

const runRow = fits({
  always: {
    run,
    command,
    mode,
    source: isWord,
    target: isWord,
    phase: oneOf('scanning planned applying settling verifying finished'),
    dryRun: isTruth,
    done: isCount,
    total: isCount,
    resumable: isTruth,
    next: isWord,
  },
  maybe: {
    outcome: oneOf('done differs incomplete abandoned'),
    sample: (value) => typeof value === 'number',
    stillWrong: fits({ always: { run, mismatched: isCount } }),
  },
});

/** What is left of the newest unfinished run. */
const upcoming = fits({
  always: {
    run,
    pending: fits({
      always: { create: isCount, update: isCount, remove: isCount },
      maybe: { set: isCount },
    }),
    inDoubt: listOf(
      fits({ always: { action: isWord, status: oneOf('started blocked'), ageSeconds: isCount } }),
    ),
    failed: countsBy,
  },
});

/** What every command that carries a plan out tells of it. */
const writing = {
  always: {
    created: isCount,
    updated: isCount,
    removed: isCount,
    set: isCount,
    failed: isCount,
    remaining: isCount,
    inDoubt: isCount,
    conflicts: isCount,
  },
  maybe: {
    unmatchedProducts: isCount,
    unmatchedSlots: isCount,
    unchecked: isCount,
    renditions: isCount,
    renditionsKept: isCount,
    estimate: fits({
      always: {
        requests: isCount,
        bytes: isCount,
        seconds: isCount,
        secondsMin: isCount,
        secondsMax: isCount,
      },
    }),
  },
} satisfies Shape;

const proof = fits({ always: { v2: oneOf('full sample pages none'), products: isCount } });

/** The fields that a command's result adds; all of them when it ended without an error. */
const resultFields: Readonly<Record<string, Shape>> = {
  audit: {
    always: {
      findings: fits({ always: { fatal: isCount, critical: isCount, warning: isCount, info: isCount } }),
      byRule: countsBy,
      proof,
      notLookedFor: listOf(isWord),
      suppressed: isCount,
      known: isCount,
    },
  },
  // `error` is a count here where the command went well, and the problem where it did not.
  diff: {
    always: {
      same: isCount,
      changed: isCount,
      missing: isCount,
      extra: isCount,
      error: isCount,
      unmatchedProducts: isCount,
    },
    maybe: { confidence: isWord, proof },
  },
  migrate: writing,
  retry: writing,
  repair: {
    always: { ...writing.always, verifyRun: run },
    maybe: {
      ...writing.maybe,
      // What the repair has verified at its end, and the run that did; nothing where nothing was wrong.
      verified: fits({ always: { run, checked: isCount, unchecked: isCount, mismatched: isCount } }),
    },
  },
  revert: { always: { ...writing.always, revertsRun: run, left: isCount }, maybe: writing.maybe },
  verify: {
    always: {
      checked: isCount,
      unchecked: isCount,
      mismatched: isCount,
      onlyOnTarget: isCount,
      level: oneOf('fields links content'),
    },
    maybe: { confidence: isWord, proof },
  },
  status: { always: { runs: listOf(runRow) }, maybe: { upcoming } },
  runs: { always: { runs: listOf(runRow) } },
  report: { always: { lines: isCount } },
  'plan show': {
    always: { planRun: run, create: isCount, update: isCount, remove: isCount, pending: isCount },
    maybe: { set: isCount },
  },
  settle: { always: { settled: isCount, inDoubt: isCount } },
  pace: { always: {}, maybe: { share: isPart, concurrency: isCount } },
  'journal check': {
    always: { problems: listOf(fits({ always: { code: isWord, message: isWord } })), facts: countsBy },
  },
  'journal backup': { always: { file: isWord } },
  'journal compact': { always: { bytesBefore: isCount, bytesAfter: isCount, runsPruned: isCount } },
  unlock: {
    always: {
      locks: listOf(
        fits({
          always: { path: isWord, of: oneOf('journal target'), held: isTruth, cleared: isTruth },
          maybe: {
            owner: fits({
              always: { command: isWord, pid: isCount, host: isWord, since: isTime },
              maybe: { run, heartbeat: isTime },
            }),
          },
        }),
      ),
    },
  },
  map: { always: { mapped: isCount, unreadable: isCount, leftOut: isCount, warnings: isCount } },
  snapshot: {
    always: {
      variants: isCount,
      modifiers: isCount,
      swatches: isCount,
      pictures: isCount,
      missing: isCount,
      unusable: isCount,
    },
    maybe: { uncounted: isCount },
  },
  sandbox: { always: {} },
  demo: {
    always: {
      writes: isCount,
      interrupted: isCount,
      arrived: isCount,
      sentAgain: isCount,
      onSource: isCount,
      onTarget: isCount,
    },
  },
};

/** Commands of which no fields are written down here. */
export const withoutContract = (commands: readonly string[]): string[] =>
  commands.filter((name) => !Object.hasOwn(resultFields, name));

const exitCodes = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 130]);
const resultBase: Shape = {
  always: {
    command: isText,
    exitCode: (value) => exitCodes.has(Number(value)),
    products: isCount,
    images: isCount,
    requests: fits({ always: { v2: isCount, v3: isCount, content: isCount } }),
  },
  maybe: {
    run,
    error: fits({ always: { code: isWord, title: isWord, what: isText, next: isWord } }),
    notMoved: fits({ always: {}, maybe: { product: isCount, ...countOfSlots } }),
    rowsNotUsed: isCount,
    byKind: fits({
      always: {},
      maybe: { product: isCount, ...countOfSlots },
    }),
  },
};

/** What is wrong with a line, or nothing. */
export function faultsOfLine(line: Line): string[] {
  const shape = line.type === 'result' ? resultShape(line) : shapes[line.type];
  if (shape === undefined) return [`there is no line of type ${line.type}`];
  const always: Shape['always'] = { type: isWord, time: isTime, ...shape.always };
  const maybe: Shape['maybe'] = shape.maybe ?? {};
  return [
    ...Object.entries(always).flatMap(([name, check]) =>
      check(line[name]) ? [] : [`${line.type}.${name} is ${JSON.stringify(line[name])}`],
    ),
    ...Object.entries(line).flatMap(([name, value]) =>
      name in always || maybe[name]?.(value) === true
        ? []
        : [`${line.type}.${name} may not be ${JSON.stringify(value)}`],
    ),
  ];
}

function resultShape(line: Line): Shape {
  const own = resultFields[String(line['command'])] ?? { always: {} };
  const maybe = { ...resultBase.maybe, ...own.maybe };
  return isRecord(line['error'])
    ? { always: resultBase.always, maybe: { ...own.always, ...maybe } }
    : { always: { ...resultBase.always, ...own.always }, maybe };
}

/** What is wrong with the whole of a program's stdout under `--json`: each line must be known, the last a result. */
export function faultsOfStdout(stdout: string, code: number | undefined): string[] {
  if (!stdout.endsWith('\n')) return [`stdout ends in the middle of a line: ${stdout.slice(-80)}`];
  const faults: string[] = [];
  const texts = stdout.slice(0, -1).split('\n');
  let last: Line | undefined;
  for (const [index, text] of texts.entries()) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      faults.push(`line ${index + 1} is no JSON: ${text.slice(0, 80)}`);
      continue;
    }
    if (!isRecord(value) || typeof value['type'] !== 'string') {
      faults.push(`line ${index + 1} has no type`);
      continue;
    }
    last = { ...value, type: value['type'] };
    faults.push(...faultsOfLine(last).map((fault) => `line ${index + 1}: ${fault}`));
    if (last.type === 'result' && index < texts.length - 1)
      faults.push(`line ${index + 1} is a result before the end`);
  }
  if (last?.type !== 'result') faults.push('the last line is no result');
  else {
    if (last['exitCode'] !== code)
      faults.push(`the result says ${String(last['exitCode'])}, the program ended with ${code}`);
    faults.push(...faultsOfPart(last));
  }
  return faults;
}

/** A command that writes and ends with 4 says with a number why. */
function faultsOfPart(result: Line): string[] {
  const isWriting = Object.hasOwn(resultFields[String(result['command'])]?.always ?? {}, 'remaining');
  if (!isWriting || result['exitCode'] !== 4 || isRecord(result['error'])) return [];
  const verified = isRecord(result['verified']) ? result['verified'] : {};
  const numbers = [
    ...whyPart.map((name) => result[name]),
    ...['unchecked', 'mismatched'].map((name) => verified[name]),
  ];
  return numbers.some((value) => Number(value ?? 0) > 0) ? [] : ['nothing in the result says why it is 4'];
}

const whyPart = [
  'failed',
  'remaining',
  'inDoubt',
  'conflicts',
  'unmatchedProducts',
  'unmatchedSlots',
  'unchecked',
  'left',
  'rowsNotUsed',
];

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
