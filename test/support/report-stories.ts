// Journals to make reports of: a migration in which something of each kind happened, and one of very many findings.
import { type FindingRow, type Journal, type NewAction, openJournal, type Spell } from '@cutover/journal';

const hashes = { source: 'abc123', target: 'def456' } as const;

/** A migration of `images` images, some of which failed, some edited on the target, one in doubt, and its verify. */
export async function storyOfMigration(path: string, images: number): Promise<void> {
  let now = Date.UTC(2026, 2, 4, 8, 30);
  const journal = openJournal(path, { now: () => now, random: () => 0.5 });
  const run = await openRun(journal, 'migrate', {});
  const products = Math.ceil(images / 4);
  await saveSide(journal, run, 'source', products, images);
  await saveSide(journal, run, 'target', products, 0);
  await journal.saveMarchPage(run, {
    cursor: products,
    done: true,
    findings: findingsOfMigration(images),
    actions: Array.from({ length: images }, (_, at) => create(at)),
    counts: { products, images, missing: images, conflicts: 3, error: 2, unmatchedProducts: 2 },
  });
  await journal.setPlanRun(run, run);
  await journal.setPhase(run, 'applying');
  let written = 0;
  const began = now;
  const course = courseOf(() => now);
  for (const action of journal.actions(run)) {
    const hasWaited = written % 40 === 39;
    now += hasWaited ? 9_000 : 700;
    if (hasWaited) course.add('wait', 'quota', now - 8_300);
    if (written % 20 === 19) course.pace(20);
    if (written === Math.floor(images / 2)) {
      course.add('sitting', 'stopped', began);
      now += 180_000;
      course.goesOn();
      await journal.resumeRun(run);
    }
    await writeOne(journal, run, action.id, written, written === images - 1);
    written += 1;
  }
  course.add('sitting', 'finished', course.since());
  await journal.saveSpells(run, course.spells, []);
  await journal.finishRun(run, 'incomplete');
  now += 60_000;
  const verify = await openRun(journal, 'verify', { level: 'content', sample: 1 });
  await journal.finishRun(verify, 'differs', {
    products,
    images,
    checked: images - 5,
    unchecked: 2,
    mismatched: 3,
  });
  await journal.close();
}

/** The spells of a run, as they go by on its clock. */
function courseOf(now: () => number) {
  const spells: Spell[] = [];
  let [sitting, pace] = [now(), now()];
  const add = (is: Spell['is'], word: string, from: number, images = 0): void => {
    const [began, ended] = [new Date(from).toISOString(), new Date(now()).toISOString()];
    const store = is === 'wait' ? hashes.target : '';
    const ms = now() - from;
    spells.push({ number: spells.length + 1, is, word, store, from: began, to: ended, times: 1, ms, images });
  };
  return {
    spells,
    add,
    since: () => sitting,
    pace(images: number): void {
      add('pace', 'writing', pace, images);
      pace = now();
    },
    goesOn(): void {
      sitting = pace = now();
    },
  };
}

/**
 * A comparison of three images whose pictures are at `origin`: `/NUMBER.jpg` of the source, and of the target `/NUMBER-there.jpg`;
 * the third is not on the target.
 */
export async function storyOfPictures(path: string, origin: string): Promise<void> {
  const journal = openJournal(path, { now: () => Date.UTC(2026, 2, 4), random: () => 0.5 });
  const run = await openRun(journal, 'diff', {});
  await saveSide(journal, run, 'source', 1, 3, (at) => `${origin}/${at}.jpg`);
  await saveSide(journal, run, 'target', 1, 2, (at) => `${origin}/${at}-there.jpg`);
  await journal.addFindings(
    run,
    [0, 1, 2].map((at) => ({
      sign: at === 2 ? '+' : '~',
      kind: 'product-image',
      source: sourceRef(at),
      ...(at === 2 ? {} : { target: { productId: 5_001, imageId: 900_001 + at, sku: skuOf(0) } }),
      message: at === 2 ? 'missing on the target' : 'another picture',
    })),
  );
  await journal.finishRun(run, 'differs', { products: 1, images: 3, changed: 2, missing: 1 });
  await journal.close();
}

/** A diff with so many findings, each with a difference of its own. */
export async function storyOfDiff(path: string, findings: number): Promise<void> {
  const journal = openJournal(path, { now: () => Date.UTC(2026, 2, 4), random: () => 0.5 });
  const run = await openRun(journal, 'diff', {});
  const products = Math.ceil(findings / 4);
  await saveSide(journal, run, 'source', products, findings);
  await saveSide(journal, run, 'target', products, findings);
  await journal.addFindings(
    run,
    Array.from({ length: findings }, (_, at): FindingRow => {
      const words = `${altText(at)} and a little more`;
      return {
        sign: '~',
        kind: 'product-image',
        source: sourceRef(at),
        target: {
          productId: 5_001 + Math.floor(at / 4),
          imageId: 900_001 + at,
          sku: skuOf(Math.floor(at / 4)),
        },
        fields: ['description', 'sort_order'],
        values: { description: [words, altText(at)], sort_order: [at % 4, (at % 4) + 1] },
        message: `differs: description target "${altText(at)}" → source "${words}", sort_order target ${(at % 4) + 1} → source ${at % 4}`,
      };
    }),
  );
  await journal.finishRun(run, 'differs', { products, images: findings, changed: findings });
  await journal.close();
}

async function openRun(
  journal: Journal,
  command: 'migrate' | 'verify' | 'diff',
  options: Readonly<Record<string, string | number>>,
): Promise<string> {
  const { id } = await journal.openRun({
    command,
    mode: 'transfer',
    ...hashes,
    optionsKey: 'k',
    options,
    dryRun: false,
  });
  return id;
}

async function saveSide(
  journal: Journal,
  run: string,
  side: 'source' | 'target',
  products: number,
  images: number,
  pictureOf = (at: number): string => addressOf(side, at),
): Promise<void> {
  const { snapshot } = await journal.openSnapshot(run, side, hashes[side], 'v3');
  const [firstProduct, firstImage] = side === 'source' ? [1, 1_001] : [5_001, 900_001];
  await journal.savePage(snapshot, {
    products: Array.from({ length: products }, (_, at) => ({
      productId: firstProduct + at,
      sku: skuOf(at),
      name: nameOf(at),
      url: `/p${at}`,
      matchKey: skuOf(at),
    })),
    images: Array.from({ length: images }, (_, at) => ({
      productId: firstProduct + Math.floor(at / 4),
      imageId: firstImage + at,
      imageFile: `p/${at}.jpg`,
      description: altText(at),
      isThumbnail: at % 4 === 0,
      sortOrder: at % 4,
      urls: {
        zoom: pictureOf(at),
        standard: '',
        thumbnail: '',
        tiny: '',
      },
    })),
    cursor: firstProduct + products,
    complete: true,
  });
}

const addressOf = (side: 'source' | 'target', at: number): string =>
  `https://cdn11.bigcommerce.com/s-${hashes[side]}/images/stencil/1280x1280/products/${at}/picture-${at}__enamel_mug_seen_from_the_left_and_a_little_from_above.jpg?c=2`;

const things = [
  'Enamel mug',
  'Linen apron',
  'Oak chopping board',
  'Wool throw <large>',
  'Café bowl & saucer',
  'Größe-L hat',
];
const nameOf = (product: number): string => `${things[product % things.length]} no. ${product + 1}`;
const skuOf = (product: number): string => `SKU-${String(product + 1).padStart(5, '0')}`;
const altText = (image: number): string => `${nameOf(Math.floor(image / 4))}, seen from side ${image % 4}`;
const sourceRef = (at: number): NonNullable<FindingRow['source']> => ({
  productId: 1 + Math.floor(at / 4),
  imageId: 1_001 + at,
  sku: skuOf(Math.floor(at / 4)),
});

const create = (at: number): NewAction => ({
  verb: 'create',
  subject: { kind: 'product-image', productId: 5_001 + Math.floor(at / 4) },
  from: { productId: 1 + Math.floor(at / 4), imageId: 1_001 + at },
  sku: skuOf(Math.floor(at / 4)),
  wanted: { description: altText(at), sort_order: at % 4, is_thumbnail: at % 4 === 0 },
  position: at % 4,
});

function findingsOfMigration(images: number): FindingRow[] {
  const base = { kind: 'product-image' } as const;
  return [
    ...Array.from({ length: images }, (_, at) => ({
      ...base,
      sign: '+' as const,
      source: sourceRef(at),
      message: 'missing on the target',
    })),
    ...[0, 4, 8].map((at) => ({
      ...base,
      sign: '~' as const,
      rule: 'edited-on-target',
      severity: 'critical' as const,
      source: sourceRef(at),
      target: { productId: 5_001 + at / 4, imageId: 900_001 + at },
      fields: ['description', 'image_url'],
      values: {
        description: [altText(at), 'Our bestseller!'] as const,
        // What has no blank in it has to be broken nevertheless.
        image_url: [addressOf('source', at), addressOf('target', at)] as const,
      },
      message: 'somebody has edited the alt text on the target since the last migration',
    })),
    ...[0, 1].map((at) => ({
      ...base,
      sign: '!' as const,
      rule: 'product-unmatched',
      severity: 'critical' as const,
      source: { productId: 9_001 + at, sku: `OLD-${at}` },
      message: 'no product of the target has this SKU',
    })),
  ];
}

async function writeOne(
  journal: Journal,
  run: string,
  action: string,
  at: number,
  isLost: boolean,
): Promise<void> {
  if (at % 29 === 28) {
    await journal.failed(action, {
      code: '422',
      words: 'The image could not be processed: unsupported colour profile',
    });
    return;
  }
  const found = journal.action(action);
  const basis = await journal.saveBasis(run, found?.subject.productId ?? 0, []);
  await journal.start([{ action, run, basis, sentName: 'a.jpg', sentVia: 'url', digest: 'd' }]);
  if (!isLost)
    await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 900_001 + at }]);
}
