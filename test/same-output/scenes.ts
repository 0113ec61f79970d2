// What is played for a comparison of two checkouts: commands on stores that are the same each time, one request at a time,
// so that every line comes in one order only. Invariant: a scene reads nothing of the program but what it prints; what the
// stores were asked to write and what they hold afterwards is told by the stores.
import { writeFileSync } from 'node:fs';
import type { SandboxOptions, StoreControl } from '@cutover/sandbox-store';
import { commandsIn, type Line, type StartOptions } from '../support/binary.ts';
import { pair, pairOfAllKinds, single } from '../support/place.ts';
import { v2Image } from '../support/v2-image.ts';

/** Where a scene is played. */
export interface Stage {
  readonly source: StoreControl;
  readonly target: StoreControl;
  /** The path of a file in the folder of the scene. */
  at(name: string): string;
  /** Runs `cutover` with these words, split at spaces, and notes all that it says; `run` is the run that it opened, or ''. */
  run(
    args: string,
    more?: Partial<StartOptions>,
  ): Promise<{ readonly run: string; readonly lines: readonly Line[]; readonly stdout: string }>;
  /** Notes what a file of the folder holds. */
  show(name: string): void;
}

export interface Scene {
  readonly name: string;
  readonly stores: SandboxOptions['stores'];
  readonly play: (stage: Stage) => Promise<void>;
}

const one = '--concurrency 1';
const consent = '--yes --confirm target';
/** Whatever is in doubt is looked at when all others are through, on a slow machine too. */
const lookedAtLast = { CUTOVER_SETTLE_AFTER: '10s' };

async function runAll(stage: Stage, commands: readonly string[]): Promise<void> {
  for (const command of commands) await stage.run(command);
}

const reading = [
  `audit --json ${one}`,
  `audit --json ${one} --fail-on warning`,
  `audit ${one}`,
  `diff --json ${one} --verbose`,
  `diff ${one}`,
  'plan show --json',
  'plan show',
  `migrate --json ${one} --dry-run`,
  `migrate ${one} --dry-run`,
];

const afterwards = [
  `verify --json ${one}`,
  `verify --json ${one} --level links`,
  `verify --json ${one} --level content`,
  `verify --json ${one} --level fields --sample 50%`,
  `verify ${one} --level content`,
];

const looking = [
  'status --json',
  'status',
  'runs --json',
  'runs',
  'report --json --format jsonl',
  'report --format csv',
  'plan show --json',
  'settle --json',
  'settle',
  'journal check --json',
  'journal check',
  'pace nobody --share 50%',
  'unlock --json',
];

/** What may be wrong with the images of one store, one of each. */
function damageSource(store: StoreControl): void {
  const products = store
    .products()
    .map(({ id }) => store.images(id))
    .filter((images) => images.length > 2);
  const nth = (product: number, image: number): number => products[product]?.[image]?.id ?? 0;
  store.updateImage(nth(0, 1), { damage: { original: 'missing', renditions: 'missing' } });
  store.updateImage(nth(1, 1), { damage: { original: 'html', renditions: 'html' } });
  store.updateImage(nth(2, 1), { damage: { original: 'missing' } });
  store.updateImage(nth(3, 1), { description: '' });
  store.updateImage(nth(4, 1), { sortOrder: products[4]?.[2]?.sortOrder ?? 0 });
  for (const { id } of products[5] ?? []) store.updateImage(id, { isThumbnail: true });
  for (const { id } of products[6] ?? []) store.updateImage(id, { isThumbnail: false });
  store.addImage({ productId: products[7]?.[0]?.productId ?? 0, description: '\u001b[31mred\u0007 \u202e' });
}

function damageViews(store: StoreControl): void {
  const [first, second, third, fourth] = store.images().filter(({ isThumbnail }) => !isThumbnail);
  store.updateImage(first?.id ?? 0, { viewOverrides: { v2: { description: 'not what V3 says' } } });
  store.updateImage(second?.id ?? 0, { viewOverrides: { v2: { sort_order: 77 } } });
  store.updateImage(third?.id ?? 0, { hiddenFrom: 'v2' });
  store.updateImage(fourth?.id ?? 0, { hiddenFrom: 'v3' });
}

/** Something of each kind that a verify finds wrong on a target. */
function damageTarget({ target }: Stage): void {
  const [first, second, third, fourth] = target
    .products()
    .map(({ id }) => target.images(id))
    .filter((images) => images.length > 2);
  target.updateImage(first?.[1]?.id ?? 0, { description: 'damaged by hand' });
  target.removeImage(second?.[1]?.id ?? 0);
  target.updateImage(third?.[0]?.id ?? 0, { isThumbnail: false });
  target.updateImage(third?.[1]?.id ?? 0, { isThumbnail: true });
  target.updateImage(fourth?.[1]?.id ?? 0, { picture: { tiny: 4 } });
}

/** The target's own images, in the way of those that come. */
function plantOwn({ target }: Stage): void {
  for (const [index, { id }] of target.products().entries()) {
    if (index % 3 !== 0) continue;
    target.addImage({
      productId: id,
      picture: { tiny: 900_000 + index },
      fileName: `own-${index}.png`,
      description: `the target's own ${index}`,
      sortOrder: 50,
      isThumbnail: true,
    });
  }
}

/** A create whose answer is lost, and whose image is renamed before anybody looks: nobody can tell whether it is ours. */
async function leaveInDoubt({ target, run }: Stage): Promise<{ action: string; image: number }> {
  target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
  let image = 0;
  const watch = setInterval(() => {
    image = target.images()[0]?.id ?? 0;
    if (image === 0) return;
    clearInterval(watch);
    target.updateImage(image, { imageFile: 'q/999/renamed__11111.png', description: 'other words' });
  }, 10);
  const { lines } = await run(`migrate --json ${one} --yes`, { variables: lookedAtLast });
  clearInterval(watch);
  const action = lines.find((line) => line.type === 'action' && line['status'] === 'blocked')?.['action'];
  return { action: typeof action === 'string' ? action : 'none', image };
}

const refused = [
  '',
  'nonsense',
  'migrat',
  'audit --polcy mirror',
  'diff --policy all',
  'diff --concurrency none',
  'migrate',
  'migrate --yes --policy mirror',
  'migrate --yes --policy mirror --confirm source',
  'migrate --yes --products none.csv',
  'migrate --yes --products open.csv',
  'migrate --yes --max-changes 3',
  'report --format jsonl --run r-none',
  'report --format png',
  'diff --run r-none',
  'audit --source-originals ftp://pictures/{nope}',
  'audit --source nowhere',
  'revert',
  'revert r-none --yes --confirm target',
  'repair --yes',
  'settle none --retry',
  'retry --yes',
  'retry --failed --yes',
  'journal backup',
  'journal check --journal none.db',
  'journal compact --journal none.db',
  'journal check --journal open.csv',
  'map none.json',
  'status --json=maybe',
];

const inputs = {
  'v2.json': JSON.stringify([v2Image, { ...v2Image, id: 248, is_thumbnail: false, description: 'Back' }]),
  'v2.jsonl': `${JSON.stringify(v2Image)}\n{"id":"what?"}\nno JSON\n`,
  'modern.csv': `Item,ID,Name,Type,SKU,Internal Image URL (Export),Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order
Product,77,Walnut shelf,physical,SHELF-1,,,,,
Image,247,,,,walnut__36562.jpg,,"A shelf, of ""walnut""",TRUE,0
Image,x,,,,back__1.jpg,,Rückseite,MAYBE,1
`,
  'legacy.csv': `Item Type,Product ID,Product Name,Product Code/SKU,Product Image ID - 1,Product Image File - 1,Product Image Description - 1,Product Image Is Thumbnail - 1,Product Image Sort - 1
Product,77,Walnut shelf,SHELF-1,247,p/022/walnut__36562.jpg,A shelf,Y,0
`,
} as const;

export const scenes: readonly Scene[] = [
  {
    name: 'help',
    stores: single(1, 1),
    async play(stage) {
      await runAll(stage, ['help', '--version', 'help environment', 'help exit-codes', 'help errors']);
      const { stdout } = await stage.run('--help');
      await runAll(
        stage,
        commandsIn(stdout).map((command) => `${command} --help`),
      );
      await stage.run('help migrate --json');
    },
  },
  {
    name: 'refusals',
    stores: pair(10, 30),
    async play(stage) {
      writeFileSync(stage.at('open.csv'), 'source_sku\n"A-1\nA-2\n');
      for (const args of refused) {
        await stage.run(args);
        await stage.run(`${args} --json`.trimStart());
      }
      const lacking = [
        { CUTOVER_SOURCE_STORE: '' },
        { CUTOVER_SOURCE_TOKEN: '' },
        { CUTOVER_TARGET_TOKEN: '' },
        { CUTOVER_SOURCE_TOKEN: 'notthetokenofthisstore' },
        { CUTOVER_TARGET_TOKEN: 'notthetokenofthisstore' },
        { CUTOVER_SOURCE_API: 'http://127.0.0.1:1', CUTOVER_TARGET_STORE: '', CUTOVER_WAIT: '0' },
      ];
      for (const variables of lacking) await stage.run(`diff --json ${one}`, { variables });
    },
  },
  {
    name: 'map',
    stores: single(1, 1),
    async play(stage) {
      for (const [name, text] of Object.entries(inputs)) {
        writeFileSync(stage.at(name), text);
        await stage.run(`map ${name} --json`);
        await stage.run('map', { input: text });
      }
    },
  },
  {
    name: 'parity',
    stores: single(12, 40),
    async play(stage) {
      await runAll(stage, [...reading, `migrate --json ${one} --yes`, ...afterwards, ...looking]);
    },
  },
  {
    name: 'parity, with damage',
    stores: single(24, 90),
    async play(stage) {
      damageSource(stage.source);
      damageViews(stage.source);
      await runAll(stage, [...reading, `migrate --json ${one} --yes`, ...afterwards]);
      await runAll(stage, [`repair --json ${one} --dry-run`, `repair --json ${one} --yes`, ...looking]);
    },
  },
  {
    name: 'transfer',
    stores: pair(12, 40),
    async play(stage) {
      await runAll(stage, reading);
      await stage.run(`migrate --json ${one} --yes --verbose`);
      await runAll(stage, [`migrate --json ${one} --yes`, `migrate ${one} --yes`, ...afterwards, ...looking]);
      await stage.run('report --out report.csv --json');
      stage.show('report.csv');
    },
  },
  {
    name: 'transfer, damaged and repaired',
    stores: pair(18, 60),
    async play(stage) {
      await stage.run(`migrate ${one} --yes`);
      damageTarget(stage);
      await runAll(stage, [`diff --json ${one}`, `verify --json ${one} --level content`]);
      await runAll(stage, [`repair --json ${one} --dry-run`, `repair --json ${one} --yes`]);
      await runAll(stage, [`repair ${one} --yes`, `verify ${one} --level content`, ...looking]);
    },
  },
  {
    name: 'transfer, mirrored and taken back',
    stores: pair(18, 60),
    async play(stage) {
      plantOwn(stage);
      const mirror = `--json ${one} --policy mirror`;
      await runAll(stage, [`diff ${mirror}`, `migrate ${mirror} --dry-run`]);
      const { run } = await stage.run(`migrate ${mirror} ${consent}`);
      await runAll(stage, [`verify ${mirror}`, `revert ${run} --json ${one} --dry-run`]);
      await runAll(stage, [`revert ${run} --json ${one} ${consent}`, `revert ${run} ${one} ${consent}`]);
      await runAll(stage, [`migrate ${mirror} ${consent} --run ${run}`, ...looking]);
    },
  },
  {
    name: 'transfer, again after changes on both sides',
    stores: pair(12, 40),
    async play(stage) {
      await stage.run(`migrate ${one} --yes`);
      const [first, second, third] = stage.source.images().filter(({ isThumbnail }) => !isThumbnail);
      stage.source.updateImage(first?.id ?? 0, { description: 'new words' });
      stage.source.updateImage(second?.id ?? 0, { picture: { tiny: 77 }, imageFile: 'q/7/other__77777.png' });
      stage.source.removeImage(third?.id ?? 0);
      const edited = stage.target.images().findLast(({ isThumbnail }) => !isThumbnail);
      stage.target.updateImage(edited?.id ?? 0, { description: 'edited on the target' });
      await runAll(stage, [`diff --json ${one}`, `diff ${one}`, `migrate --json ${one} --yes`]);
      await runAll(stage, [
        `migrate --json ${one} --yes --prefer source`,
        `verify --json ${one}`,
        ...looking,
      ]);
    },
  },
  {
    name: 'transfer, refused by the store and tried again',
    stores: pair(12, 40),
    async play(stage) {
      const damaged = stage.source.images().slice(0, 3);
      for (const { id } of damaged) stage.source.updateImage(id, { damage: { original: 'missing' } });
      await runAll(stage, [`migrate --json ${one} --yes --stop-after-failures 2`, 'status --json', 'status']);
      await runAll(stage, [`migrate --json ${one} --yes`, 'status --json', 'settle --json']);
      for (const { id } of damaged) stage.source.updateImage(id, { damage: {} });
      await runAll(stage, [`retry --failed --json ${one} --yes --reason 500`, `retry --failed ${one} --yes`]);
      await runAll(stage, [`verify --json ${one}`, ...looking]);
    },
  },
  {
    name: 'transfer, with a write in doubt that a person settles',
    stores: pair(6, 18),
    async play(stage) {
      const { action, image } = await leaveInDoubt(stage);
      await runAll(stage, [...looking, `settle ${action} --json --applied 1`, `settle ${action} --json`]);
      await runAll(stage, [`settle ${action} --json --applied ${image}`, 'settle --json']);
      await runAll(stage, [`migrate --json ${one} --yes`, `verify --json ${one}`, 'journal check --json']);
    },
  },
  {
    name: 'transfer, over a line that fails now and then',
    stores: pair(12, 40),
    async play(stage) {
      stage.target.failNext({ method: 'POST', path: /images/ }, 'reset-after', 2);
      stage.target.failNext({ method: 'POST', path: /images/ }, 'reset-before', 1);
      stage.target.failNext({ method: 'GET', path: /v3/ }, 'malformed', 1);
      await stage.run(`migrate --json ${one} --yes`, { variables: lookedAtLast });
      await runAll(stage, [`verify --json ${one}`, 'journal check --json', ...looking]);
    },
  },
  {
    name: 'transfer of all kinds of picture, and taken back',
    stores: pairOfAllKinds(12, 30),
    async play(stage) {
      await runAll(stage, reading);
      const { run } = await stage.run(`migrate --json ${one} --yes`);
      await runAll(stage, afterwards);
      const slots = '--kinds variant,modifier,swatch';
      await runAll(stage, [`diff --json ${one} ${slots}`, `audit --json ${one} --kinds product`]);
      await runAll(stage, [
        `revert ${run} --json ${one} --dry-run`,
        `revert ${run} --json ${one} ${consent}`,
      ]);
      await runAll(stage, looking);
    },
  },
  {
    name: 'what is saved, read again, and cleared away',
    stores: pair(6, 18),
    async play(stage) {
      await stage.run(`snapshot --json ${one} --out saved --with-pictures`);
      await stage.run(`snapshot ${one} --out saved --with-pictures`);
      const saved = `--source-file saved ${one}`;
      await runAll(stage, [`audit --json ${saved}`, `diff --json ${saved}`, `migrate --json ${saved} --yes`]);
      const { run } = await stage.run(`verify --json ${saved}`);
      await runAll(stage, ['report --ids ids.csv --json', 'report --json --out report.md']);
      for (const name of ['ids.csv', 'report.md']) stage.show(name);
      await runAll(stage, ['journal backup copy.db --json', 'journal compact --json']);
      await runAll(stage, [`runs --forget ${run} --json`, `runs --forget ${run}`, ...looking]);
    },
  },
];
