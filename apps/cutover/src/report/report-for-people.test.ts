import { type FindingRow, openJournal, type Run } from '@cutover/journal';
import { failures } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { visible } from '../terminal/visible.ts';
import { someCreates, someRun } from '../testing/some-run.ts';
import { reportForPeople, type Wish } from './report-for-people.ts';

const wish: Wish = {
  title: undefined,
  madeBy: 'Cutover 0.0.0',
  madeAt: '2026-01-02T03:04:05.678Z',
  clean: (text) => visible(text.replaceAll('s3cret-token', '[redacted]')),
};

/** A migration that made one image, could not make another, and left a third to somebody; all texts are hostile. */
async function migration() {
  let now = Date.UTC(2026, 0, 2);
  const journal = openJournal(':memory:', { now: () => now, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun({ target: '../evil?' }));
  const { snapshot } = await journal.openSnapshot(run, 'source', 'abc', 'v3');
  const images = [
    [11, 'javascript:alert(1)'],
    [12, 'https://cdn.example/12.jpg'],
    [13, ''],
  ] as const;
  await journal.savePage(snapshot, {
    products: [{ productId: 1, sku: 'S', name: 'Mug\n<b>s3cret-token</b>', url: '/m', matchKey: 'S' }],
    images: images.map(([imageId, zoom], at) => ({
      productId: 1,
      imageId,
      imageFile: `${imageId}.jpg`,
      description: '\u001B[31mred',
      isThumbnail: at === 0,
      sortOrder: at,
      urls: { zoom, standard: '', thumbnail: '', tiny: '' },
    })),
    cursor: 1,
    complete: true,
  });
  const base = { kind: 'product-image', source: { productId: 1, imageId: 11, sku: 'S' } } as const;
  await journal.addFindings(run, [
    { ...base, sign: '+', message: 'missing on the target' },
    { ...base, sign: '=', message: 'the same' },
    {
      ...base,
      sign: '~',
      rule: 'edited-on-target',
      severity: 'critical',
      source: { productId: 1, imageId: 13, sku: 'S' },
      target: { productId: 2, imageId: 23 },
      fields: ['description'],
      values: { description: ['', 's3cret-token'] },
      message: 'edited',
    },
  ]);
  const actions = await journal.addActions(
    run,
    someCreates([11, 12], { productId: 2, sku: 'S' }).map((one) => ({
      ...one,
      wanted: { sort_order: one.position },
    })),
  );
  await journal.setPlanRun(run, run);
  await journal.addCounts(run, { products: 1, images: 3, conflicts: 1 });
  const [made, refused] = actions.map(({ id }) => id);
  const basis = await journal.saveBasis(run, 2, []);
  await journal.start([{ action: made ?? '', run, basis, sentName: 'a', sentVia: 'url', digest: 'd' }]);
  now += 1_000;
  await journal.record([{ action: made ?? '', is: 'applied', how: 'answered', resultImageId: 21 }]);
  await journal.failed(refused ?? '', { code: '422', words: 'no\rgood' });
  await journal.finishRun(run, 'incomplete');
  const found = journal.run(run);
  if (found === undefined) throw new Error('the run is gone');
  return { journal, run: found };
}

test('failures come first, a difference that became a change is told as the change, and every text is harmless', async () => {
  const { journal, run } = await migration();
  const report = reportForPeople(journal, run, wish);
  const side = {
    productId: 1,
    sku: 'S',
    name: String.raw`Mug\u{a}<b>[redacted]</b>`,
    panel: 'https://store-abc.mybigcommerce.com/manage/products/edit/1',
    altText: String.raw`\u{1b}[31mred`,
  };
  // No page of a control panel can be named after such a store.
  const target = {
    productId: 2,
    sku: '',
    name: '',
    panel: undefined,
    picture: undefined,
    altText: undefined,
  };
  expect([...report.entries()]).toEqual([
    {
      group: 'failed',
      state: 'create failed',
      tone: 'bad',
      rule: '422',
      message: String.raw`422: no\u{d}good`,
      source: { ...side, imageId: 12, picture: 'https://cdn.example/12.jpg' },
      target,
      fields: [],
    },
    {
      group: 'decision',
      state: 'differs',
      tone: 'warn',
      severity: 'critical',
      rule: 'edited-on-target',
      message: 'edited',
      source: { ...side, imageId: 13, picture: undefined },
      target: { ...target, imageId: 23 },
      fields: [{ name: 'alt text (description)', source: '(empty)', target: '[redacted]' }],
    },
    {
      group: 'done',
      state: 'created',
      tone: 'good',
      message: 'Sent: place',
      source: { ...side, imageId: 11, picture: undefined },
      target: { ...target, imageId: 21 },
      fields: [],
    },
  ]);
  expect([report.entryCounts, report.verdict]).toEqual([
    { failed: 1, decision: 1, done: 1 },
    {
      tone: 'bad',
      words: 'Done in part: 1 change made, 1 failed. What is left, and why, is shown below.',
    },
  ]);
  await journal.close();
});

test('what was done by when counts images and slots alike, and as many as the result', async () => {
  let now = Date.UTC(2026, 0, 2);
  const journal = openJournal(':memory:', { now: () => now, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun());
  const set = { verb: 'set', position: 0 } as const;
  const actions = await journal.addActions(run, [
    ...someCreates([11]),
    {
      ...set,
      subject: { kind: 'variant-image', productId: 3, slot: { variantId: 2 } },
      from: { productId: 1, slot: { variantId: 1 } },
    },
    {
      ...set,
      subject: { kind: 'modifier-image', productId: 3, slot: { modifierId: 2, valueId: 2 } },
      from: { productId: 1, slot: { modifierId: 1, valueId: 1 } },
    },
    {
      ...set,
      subject: { kind: 'swatch', productId: 3, slot: { optionId: 2, valueId: 2 } },
      from: { productId: 1, slot: { optionId: 1, valueId: 1 } },
    },
  ]);
  await journal.setPlanRun(run, run);
  const basis = await journal.saveBasis(run, 3, []);
  for (const { id: action, verb } of actions) {
    await journal.start([{ action, run, basis, sentName: 'a', sentVia: 'url', digest: 'd' }]);
    now += 1_000;
    const is = { action, is: 'applied', how: 'answered' } as const;
    await journal.record([{ ...is, ...(verb === 'create' ? { resultImageId: 21 } : {}) }]);
  }
  await journal.finishRun(run, 'done');
  const found = journal.run(run);
  if (found === undefined) throw new Error('the run is gone');
  const { progress, results } = reportForPeople(journal, found, wish);
  const counted = (name: string): unknown => results.find(({ field }) => field === name)?.value;
  expect([progress?.done.at(0), progress?.done.at(-1), counted('created'), counted('set')]).toEqual([
    1, 4, 1, 3,
  ]);
  await journal.close();
});

test('where all that is wrong needs a decision, it is not said that nothing is wrong', async () => {
  const journal = openJournal(':memory:', { now: () => Date.UTC(2026, 0, 2), random: () => 0.5 });
  const told = async (rule: string | undefined) => {
    const { id } = await journal.openRun(someRun({ command: 'verify', options: { level: 'fields' } }));
    const facts = { kind: 'product-image', sign: '~', severity: 'critical', message: '' } as const;
    if (rule !== undefined) await journal.addFindings(id, [{ ...facts, rule }]);
    await journal.finishRun(id, 'done');
    const run = journal.run(id);
    if (run === undefined) throw new Error('the run is gone');
    return reportForPeople(journal, run, wish).parts.find((part) => part.id === 'not-done')?.sentences;
  };
  expect([await told(undefined), await told('edited-on-target'), await told('picture-broken')]).toEqual([
    ['Nothing.'],
    ['Nothing but what needs a decision.'],
    [],
  ]);
  await journal.close();
});

test('why something failed, and what to do, names options as they are typed', async () => {
  const journal = openJournal(':memory:', { now: () => Date.UTC(2026, 0, 2), random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun());
  const codes = Object.keys(failures);
  const actions = await journal.addActions(run, someCreates(codes.map((_, at) => at + 1)));
  await journal.setPlanRun(run, run);
  for (const [at, code] of codes.entries()) await journal.failed(actions[at]?.id ?? '', { code, words: '' });
  await journal.finishRun(run, 'incomplete');
  const found = journal.run(run);
  if (found === undefined) throw new Error('the run is gone');
  const points = reportForPeople(journal, found, wish).parts.flatMap((part) => part.points);
  expect(points.map(({ what }) => what).toSorted()).toEqual(codes.toSorted());
  expect(points.filter(({ means, todo }) => /[{}]/.test(means + todo))).toEqual([]);
  expect(points.find(({ what }) => what === 'original-unreachable')?.todo).toContain('--source-originals');
  await journal.close();
});

test.each([
  ['taken', { is: 'applied', how: 'answered', resultImageId: 21 }, 'handedOver', 'offered'],
  ['refused', { is: 'failed', failure: { code: '422', words: 'too large' } }, 'offered', 'handedOver'],
] as const)('a picture that the store has %s is said to be that', async (_, became, named, not) => {
  const journal = openJournal(':memory:', { now: () => Date.UTC(2026, 0, 2), random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun());
  const [create] = await journal.addActions(run, someCreates([11]));
  await journal.setPlanRun(run, run);
  const basis = await journal.saveBasis(run, 3, []);
  const handedOver = {
    is: 'original',
    url: 'https://cdn.example/1.png',
    origin: 'stencil-original',
    contentType: 'image/png',
  } as const;
  const action = create?.id ?? '';
  await journal.start([{ action, run, basis, sentName: 'a', sentVia: 'url', digest: 'd', handedOver }]);
  await journal.record([{ action, ...became }]);
  await journal.finishRun(run, became.is === 'applied' ? 'done' : 'incomplete');
  const found = journal.run(run);
  if (found === undefined) throw new Error('the run is gone');
  const [entry] = reportForPeople(journal, found, wish).entries();
  expect([entry?.[named], entry?.[not]]).toEqual([expect.stringMatching(/^the original, /u), undefined]);
  await journal.close();
});

test('a rendition is shown as one wherever it is shown', async () => {
  const journal = openJournal(':memory:', { now: () => Date.UTC(2026, 0, 2), random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun());
  const [create] = await journal.addActions(run, someCreates([11]));
  await journal.setPlanRun(run, run);
  await journal.addCounts(run, { renditionsKept: 2 });
  const basis = await journal.saveBasis(run, 3, []);
  const handedOver = {
    is: 'rendition',
    url: 'https://cdn.example/s3cret-token\r.png',
    origin: 'zoom',
    contentType: 'image/png',
    width: 1_280,
    height: 960,
  } as const;
  const action = create?.id ?? '';
  await journal.start([{ action, run, basis, sentName: 'a', sentVia: 'url', digest: 'd', handedOver }]);
  await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 21 }]);
  await journal.finishRun(run, 'done');
  const found = journal.run(run);
  if (found === undefined) throw new Error('the run is gone');
  const report = reportForPeople(journal, found, wish);
  expect([...report.entries()]).toMatchObject([
    {
      state: 'created',
      tone: 'warn',
      rule: 'rendition-copied',
      message: String.raw`a rendition of 1280 × 960 pixels, because no original could be reached: https://cdn.example/[redacted]\u{d}.png`,
      handedOver: 'a rendition, from the zoom copy; image/png, 1280 × 960 pixels',
    },
  ]);
  expect(report.results.filter(({ field }) => field.startsWith('renditions'))).toEqual([
    {
      field: 'renditions',
      value: 1,
      words: 'renditions, because no original could be reached',
      tone: 'warn',
    },
    { field: 'renditionsKept', value: 2, words: 'renditions of earlier runs, still', tone: 'warn' },
  ]);
  expect(report.verdict).toEqual({
    tone: 'warn',
    words: 'Everything that was to be moved has been moved, 3 pictures of it as renditions.',
  });
  expect(JSON.stringify(report)).toContain(
    '1 of these is a rendition, because no original could be reached. 2 pictures of earlier runs are renditions still.',
  );
  await journal.close();
});

test('a verify lists nothing of a migration that was taken back before it, unless that was taken back in turn', async () => {
  const { journal, run } = await migration();
  const { source, target } = run;
  const finished = async (command: 'revert' | 'verify', revertsRun?: string): Promise<Run> => {
    const { id } = await journal.openRun(
      someRun({ command, source, target, ...(revertsRun && { revertsRun }) }),
    );
    await journal.finishRun(id, 'done');
    const ended = journal.run(id);
    if (ended === undefined) throw new Error('the run is gone');
    return ended;
  };
  const moved = (of: Run): number =>
    [...reportForPeople(journal, of, wish).entries()].filter(({ group }) => group === 'done').length;
  const before = await finished('verify');
  const revert = await finished('revert', run.id);
  const between = await finished('verify');
  await finished('revert', revert.id);
  const after = await finished('verify');
  expect([before, between, after].map(moved)).toEqual([1, 0, 1]);
  await journal.close();
});

test.each([
  ['one that had nothing to do hides none', false, 'Before it, migration RUN ran on store ../evil?: 1 image'],
  [
    'one that has changed something is the newest',
    true,
    'Before it, migration LATER ran on store ../evil?: 1 image',
  ],
])('the migration that a verify names has changed something: %s', async (_, changes, begins) => {
  const { journal, run } = await migration();
  const { target } = run;
  const { id: later } = await journal.openRun(someRun({ target }));
  if (changes) {
    const [made] = await journal.addActions(later, someCreates([13], { productId: 2, sku: 'S' }));
    const basis = await journal.saveBasis(later, 2, []);
    const action = made?.id ?? '';
    await journal.start([{ action, run: later, basis, sentName: 'c', sentVia: 'url', digest: 'd' }]);
    await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 22 }]);
  }
  await journal.setPlanRun(later, later);
  await journal.finishRun(later, 'done');
  const { id } = await journal.openRun(someRun({ command: 'verify', target }));
  await journal.finishRun(id, 'done');
  const verified = journal.run(id);
  if (verified === undefined) throw new Error('the run is gone');
  const { parts, entries } = reportForPeople(journal, verified, wish);
  expect([
    parts.find((part) => part.id === 'moved')?.sentences,
    [...entries()].map(({ group, source }) => [group, source?.imageId]),
  ]).toEqual([
    [
      'This run looked and changed nothing.',
      `${begins.replace('RUN', run.id).replace('LATER', later)} created, 0 updated, 0 removed.`,
    ],
    [['done', changes ? 13 : 11]],
  ]);
  await journal.close();
});

test('a verify names what has written since the migration that it met, in order', async () => {
  const { journal, run } = await migration();
  const { target } = run;
  let imageId = 100;
  const ran = async (more: Partial<Parameters<typeof someRun>[0]>, changes: number): Promise<Run> => {
    const { id } = await journal.openRun(someRun({ target, ...more }));
    const from = Array.from({ length: changes }, () => (imageId += 1));
    const made = await journal.addActions(id, someCreates(from, { productId: 2, sku: 'S' }));
    for (const { id: action } of made) {
      const basis = await journal.saveBasis(id, 2, []);
      await journal.start([{ action, run: id, basis, sentName: 'c', sentVia: 'url', digest: 'd' }]);
      await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: (imageId += 1) }]);
    }
    await journal.setPlanRun(id, id);
    await journal.finishRun(id, 'done');
    const ended = journal.run(id);
    if (ended === undefined) throw new Error('the run is gone');
    return ended;
  };
  const says = (of: Run): readonly string[] =>
    reportForPeople(journal, of, wish).parts.find((part) => part.id === 'moved')?.sentences ?? [];
  const looked = 'This run looked and changed nothing.';
  const migrated = `Before it, migration ${run.id} ran on store ${target}: 1 image created, 0 updated, 0 removed.`;
  const repair = await ran({ command: 'repair' }, 2);
  await ran({ command: 'repair' }, 0);
  const repaired = await ran({ command: 'verify' }, 0);
  const revert = await ran({ command: 'revert', revertsRun: run.id }, 3);
  const reverted = await ran({ command: 'verify' }, 0);
  for (let more = 0; more < 5; more += 1) await ran({ command: 'repair' }, 1);
  const last = await ran({ command: 'verify' }, 0);
  const byRepair = `After that, repair ${repair.id} ran on store ${target}: 2 images created, 0 updated, 0 removed.`;
  const byRevert = `After that, revert ${revert.id} took back changes of ${run.id} on store ${target}: 3 images created, 0 updated, 0 removed.`;
  expect([says(repaired), says(reverted), says(last).slice(0, 4), says(last).length]).toEqual([
    [looked, migrated, byRepair],
    [looked, migrated, byRepair, byRevert],
    [
      looked,
      migrated,
      'After that, 3 more runs wrote to it.',
      expect.stringContaining('After that, repair '),
    ],
    7,
  ]);
  await journal.close();
});

test.each([
  ['warning', 'Nothing that is fatal or critical; the list of images has 1 finding of less weight.'],
  [undefined, 'Nothing.'],
] as const)('an audit with a %s says what of it is wrong', async (severity, words) => {
  const { journal } = await migration();
  const { id } = await journal.openRun(someRun({ command: 'audit' }));
  if (severity !== undefined)
    await journal.addFindings(id, [
      { kind: 'product-image', rule: 'alt-text-missing', severity, fields: [], message: 'none' },
    ]);
  await journal.finishRun(id, 'done');
  const audit = journal.run(id);
  if (audit === undefined) throw new Error('the run is gone');
  const { parts } = reportForPeople(journal, audit, wish);
  expect(parts.find((part) => part.id === 'not-done')?.sentences).toEqual([words]);
  await journal.close();
});

test('a verify names a migration that had nothing to do where none had more', async () => {
  const journal = openJournal(':memory:');
  const { id: idle } = await journal.openRun(someRun());
  await journal.setPlanRun(idle, idle);
  await journal.finishRun(idle, 'done');
  const { id, target } = await journal.openRun(someRun({ command: 'verify' }));
  await journal.finishRun(id, 'done');
  const verify = journal.run(id);
  if (verify === undefined) throw new Error('the run is gone');
  expect(reportForPeople(journal, verify, wish).parts.find((part) => part.id === 'moved')?.sentences).toEqual(
    [
      'This run looked and changed nothing.',
      `Before it, migration ${idle} ran on store ${target}: 0 images created, 0 updated, 0 removed.`,
    ],
  );
  await journal.close();
});

test('a run is verified by what looked before anything else was written, and by nothing later', async () => {
  const { journal, run } = await migration();
  const { target } = run;
  const ran = async (command: 'verify' | 'repair', changes = 0): Promise<Run> => {
    const { id } = await journal.openRun(someRun({ command, target }));
    const from = Array.from({ length: changes }, (_, at) => 300 + at);
    for (const { id: action } of await journal.addActions(
      id,
      someCreates(from, { productId: 2, sku: 'S' }),
    )) {
      const basis = await journal.saveBasis(id, 2, []);
      await journal.start([{ action, run: id, basis, sentName: 'c', sentVia: 'url', digest: 'd' }]);
      await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 400 }]);
    }
    await journal.setPlanRun(id, id);
    await journal.finishRun(id, 'done');
    const ended = journal.run(id);
    if (ended === undefined) throw new Error('the run is gone');
    return ended;
  };
  const said = (of: Run): string | undefined =>
    reportForPeople(journal, of, wish).parts.find((part) => part.id === 'checked')?.sentences[0];
  const before = said(run);
  await ran('repair');
  const verify = await ran('verify');
  const after = said(run);
  await ran('repair', 1);
  await ran('verify');
  expect([before, after, said(run)]).toEqual([
    'The result is not verified yet; the command verify does that.',
    `Verify ${verify.id} has checked the result since then.`,
    `Verify ${verify.id} has checked the result since then.`,
  ]);
  const { journal: other, run: hasty } = await migration();
  await journal.close();
  const { id } = await other.openRun(someRun({ command: 'repair', target }));
  const [made] = await other.addActions(id, someCreates([13], { productId: 2, sku: 'S' }));
  const basis = await other.saveBasis(id, 2, []);
  const action = made?.id ?? '';
  await other.start([{ action, run: id, basis, sentName: 'c', sentVia: 'url', digest: 'd' }]);
  await other.record([{ action, is: 'applied', how: 'answered', resultImageId: 22 }]);
  await other.setPlanRun(id, id);
  await other.finishRun(id, 'done');
  const { id: late } = await other.openRun(someRun({ command: 'verify', target }));
  await other.finishRun(late, 'done');
  expect(reportForPeople(other, hasty, wish).parts.find((part) => part.id === 'checked')?.sentences).toEqual([
    `The result was not verified before repair ${id} wrote to the target again; a verify shows what all have left.`,
  ]);
  await other.close();
});

test('a verify lists what the migration before it has moved, and a write in doubt is listed whichever run sent it', async () => {
  const { journal, run } = await migration();
  const { id: later } = await journal.openRun(someRun({ target: '../evil?' }));
  const [open] = await journal.addActions(later, someCreates([13], { productId: 2, sku: 'S' }));
  const basis = await journal.saveBasis(later, 2, []);
  const action = open?.id ?? '';
  await journal.start([{ action, run: later, basis, sentName: 'c', sentVia: 'url', digest: 'd' }]);
  await journal.record([{ action, is: 'blocked', reason: 'who knows', candidates: [] }]);
  await journal.finishRun(later, 'abandoned');
  const { id } = await journal.openRun(someRun({ command: 'verify', target: '../evil?' }));
  await journal.finishRun(id, 'done');
  const verified = journal.run(id);
  if (verified === undefined) throw new Error('the run is gone');
  const listed = (of: Run): unknown[] => {
    const report = reportForPeople(journal, of, wish);
    const decisions = report.parts.find((part) => part.id === 'decisions')?.points ?? [];
    return [
      [...report.entries()].map(({ group, state, source }) => [group, state, source?.imageId]),
      decisions.flatMap(({ what, count, todo }) => (what === 'in doubt' ? [[count, todo]] : [])),
    ];
  };
  const settle = 'Only somebody who looks at the product can tell: `cutover settle` shows what to look at.';
  expect(listed(verified)).toEqual([
    [
      ['decision', 'in doubt', 13],
      ['done', 'created', 11],
    ],
    [[1, settle]],
  ]);
  expect(listed(run)).toEqual([
    [
      ['failed', 'create failed', 12],
      ['decision', 'in doubt', 13],
      ['decision', 'differs', 13],
      ['done', 'created', 11],
    ],
    [[1, settle]],
  ]);
  await journal.close();
});

test.each([
  [
    'all of them',
    { description: 'new', sort_order: 0, is_thumbnail: true },
    [
      'alt text (description): new instead of (empty)',
      'place (sort_order): 0 instead of 4',
      'thumbnail flag (is_thumbnail): true instead of false',
    ],
  ],
  ['one alone', { sort_order: 3 }, ['place (sort_order): 3 instead of 4']],
])('an update shows the fields that it sent, and what was there before: %s', async (_, wanted, shown) => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const { id } = await journal.openRun(someRun());
  const [update] = await journal.addActions(id, [
    { verb: 'update', subject: { kind: 'product-image', productId: 3, imageId: 7 }, wanted, position: 0 },
  ]);
  await journal.setPlanRun(id, id);
  const basis = await journal.saveBasis(id, 3, [7]);
  const before = { image_file: 'a.jpg', description: '', sort_order: 4, is_thumbnail: false };
  const action = update?.id ?? '';
  await journal.start([{ action, run: id, basis, sentName: '', sentVia: 'fields', digest: 'd', before }]);
  await journal.record([{ action, is: 'applied', how: 'answered' }]);
  const run = journal.run(id);
  if (run === undefined) throw new Error('the run is gone');
  const [entry] = reportForPeople(journal, run, wish).entries();
  expect(entry?.fields.map(({ name, source, target }) => `${name}: ${source} instead of ${target}`)).toEqual(
    shown,
  );
  await journal.close();
});

test('what was moved, checked, left to a decision and not done is said in words', async () => {
  const { journal, run } = await migration();
  const { parts, results } = reportForPeople(journal, run, wish);
  expect(
    parts.map(({ id, sentences, points }) => [id, sentences, points.map(({ what, count }) => [what, count])]),
  ).toEqual([
    ['moved', ['On store ../evil?, 1 image created, 0 updated, 0 removed.'], []],
    ['checked', ['The result is not verified yet; the command verify does that.'], []],
    ['decisions', [], [['edited-on-target', 1]]],
    ['not-done', [], [['422', 1]]],
  ]);
  expect(Object.fromEntries(results.map(({ field, value }) => [field, value]))).toEqual({
    products: 1,
    images: 3,
    created: 1,
    updated: 0,
    removed: 0,
    set: 0,
    failed: 1,
    remaining: 0,
    inDoubt: 0,
    conflicts: 1,
  });
  await journal.close();
});

test('a run that goes is said to be under way, since the same command would be refused', async () => {
  const { journal, run } = await migration();
  const { verdict } = reportForPeople(journal, { ...run, outcome: undefined }, { ...wish, isUnderWay: true });
  expect(verdict).toEqual({
    tone: 'warn',
    words: 'This run is under way: what follows is how far it was when this report was made.',
  });
  await journal.close();
});

test.each<[string, Partial<Run>, string]>([
  ['unfinished', { outcome: undefined }, 'This run is not finished. The same command continues it.'],
  ['a rehearsal', { dryRun: true }, 'A dry run: nothing was written.'],
  ['given up', { outcome: 'abandoned' }, 'This run was given up for a new one.'],
  ['done', { outcome: 'done' }, 'Everything that was to be moved has been moved.'],
])('%s is said at once', async (_, other, words) => {
  const { journal, run } = await migration();
  expect(reportForPeople(journal, { ...run, ...other }, wish).verdict.words).toBe(words);
  await journal.close();
});

test('an audit has the number of each severity, also of one that nothing has', async () => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const { id } = await journal.openRun(someRun({ command: 'audit' }));
  await journal.addFindings(id, [
    { kind: 'product-image', rule: 'order-tie', severity: 'warning', message: 'two in one place' },
  ]);
  await journal.setPhase(id, 'planned');
  await journal.finishRun(id, 'done');
  const run = journal.run(id);
  if (run === undefined) throw new Error('the run is gone');
  const { results } = reportForPeople(journal, run, wish);
  expect(results.map(({ field, value }) => [field, value])).toEqual([
    ['products', 0],
    ['images', 0],
    ['findings.fatal', 0],
    ['findings.critical', 0],
    ['findings.warning', 1],
    ['findings.info', 0],
    ['suppressed', 0],
    ['known', 0],
  ]);
});

/** The report of an audit that has ended without failing, of findings of these severities. */
async function auditThatPassed(
  severities: readonly NonNullable<FindingRow['severity']>[],
  {
    via = 'v3',
    resumes = 0,
    known = 0,
    suppressed = 0,
  }: { via?: 'v2' | 'v3'; resumes?: number; known?: number; suppressed?: number } = {},
) {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const { id } = await journal.openRun(someRun({ command: 'audit' }));
  await journal.openSnapshot(id, 'source', 'abc123', via);
  await journal.addFindings(
    id,
    severities.map((severity, at) => ({
      kind: 'product-image',
      rule: 'order-tie',
      severity,
      message: 'two in one place',
      ...(at < known ? { known: true as const } : {}),
      ...(at >= known && at < known + suppressed ? { suppressed: { reason: 'ours' } } : {}),
    })),
  );
  for (let time = 0; time < resumes; time += 1) await journal.resumeRun(id);
  await journal.setCounts(id, {
    products: 4,
    heardOfV2: 3,
    bareInV2: 1,
    requestsV2: 2,
    requestsV3: 1,
    requestsContent: 0,
  });
  await journal.finishRun(id, 'done');
  const run = journal.run(id);
  if (run === undefined) throw new Error('the run is gone');
  return reportForPeople(journal, run, wish);
}

test('what V2 had nothing to compare of is counted apart in the facts, as it is in the sentences', async () => {
  const { facts, parts } = await auditThatPassed([], {});
  expect(facts.filter(({ name }) => /V2|main pictures/u.test(name) && !name.startsWith('Requests'))).toEqual([
    { name: 'Products looked at in V2', value: 3, field: 'proof.products' },
    { name: 'Of these, main pictures compared', value: 2 },
  ]);
  expect(parts.flatMap(({ sentences }) => sentences)).toContain(
    'The main pictures of 2 of 4 products were compared with V2; for 1 product V3 lists no image and V2 shows no main picture; for 1 product V2 has shown no main picture.',
  );
});

test.each([
  [[], {}, 'good', 'The audit found nothing wrong.'],
  [['warning'], {}, 'good', 'The audit found nothing fatal or critical.'],
  [['warning'], { suppressed: 1 }, 'good', 'The audit found nothing fatal or critical.'],
  [
    ['critical', 'warning'],
    {},
    'warn',
    'The audit was asked to fail for fatal faults alone, and found 1 that is critical.',
  ],
  [
    ['fatal', 'critical', 'critical', 'info'],
    { known: 1 },
    'warn',
    'The audit was asked to fail for fatal faults alone, and found 2 that are critical; 1 of all 4 findings is known from an earlier report.',
  ],
  [
    ['critical', 'critical', 'fatal', 'warning'],
    { suppressed: 3 },
    'warn',
    'The audit found 3 faults that are fatal or critical, and all of them are set aside.',
  ],
  [
    ['critical'],
    { known: 1 },
    'warn',
    'The audit found 1 fault that is fatal or critical, and is known from an earlier report.',
  ],
  [
    ['critical', 'fatal'],
    { known: 1, suppressed: 1 },
    'warn',
    'The audit found 2 faults that are fatal or critical, and all of them are set aside or known from an earlier report.',
  ],
] as const)(
  'an audit of %j, with %j, that has passed is not called clean',
  async (severities, aside, tone, words) => {
    expect((await auditThatPassed(severities, aside)).verdict).toEqual({ tone, words });
  },
);

test.each([
  [
    'v3',
    'The main pictures of 2 of 4 products were compared with V2; for 1 product V3 lists no image and V2 shows no main picture; for 1 product V2 has shown no main picture.',
  ],
  ['v2', 'V2 was read in full, for 3 products.'],
] as const)('what an audit through %s has compared is said as far as it went', async (via, words) => {
  const { parts } = await auditThatPassed([], { via });
  expect(parts.find(({ id }) => id === 'checked')?.sentences).toContain(words);
});

test('the requests of a run that was continued are said to be those since then', async () => {
  const named = async (resumes: number) =>
    (await auditThatPassed([], { resumes })).facts
      .filter(({ field = '' }) => field.startsWith('requests.'))
      .map(({ name }) => name);
  expect(await named(0)).toEqual(['Requests to V2', 'Requests to V3', 'Requests for pictures']);
  expect(await named(1)).toEqual([
    'Requests to V2, since it was last continued',
    'Requests to V3, since it was last continued',
    'Requests for pictures, since it was last continued',
  ]);
});

test('a picture that the run has made is where a later run has seen it; one that was removed or put back is what was kept', async () => {
  const { journal, run } = await migration();
  const addresses = (): unknown[] =>
    [...reportForPeople(journal, run, wish).entries()]
      .filter(({ group }) => group === 'done')
      .map(({ state, target }) => [state, target?.imageId, target?.picture, target?.kept]);
  expect(addresses()).toEqual([['created', 21, undefined, undefined]]);
  const { id: verify } = await journal.openRun(someRun({ command: 'verify', target: '../evil?' }));
  const { snapshot } = await journal.openSnapshot(verify, 'target', 'def', 'v3');
  const image = { productId: 2, imageFile: 'a.jpg', description: '', isThumbnail: true, sortOrder: 0 };
  await journal.savePage(snapshot, {
    products: [{ productId: 2, sku: 'S', name: 'Mug', url: '/m', matchKey: 'S' }],
    images: [21, 22].map((imageId) => ({
      ...image,
      imageId,
      urls: { zoom: '', standard: `https://cdn.example/${imageId}.jpg`, thumbnail: '', tiny: '' },
    })),
    cursor: 2,
    complete: true,
  });
  expect(addresses()).toEqual([['created', 21, 'https://cdn.example/21.jpg', undefined]]);
  const digest = 'ab'.repeat(32);
  const subject = { kind: 'product-image', productId: 2 } as const;
  const [removed, again] = await journal.addActions(run.id, [
    { verb: 'remove', subject: { ...subject, imageId: 22 }, replaces: false, position: 2 },
    { verb: 'create', subject, putBack: { sha256: digest, imageId: 9 }, wanted: {}, position: 3 },
  ]);
  const basis = await journal.saveBasis(run.id, 2, []);
  const sent = { run: run.id, basis, sentName: 'a', sentVia: 'none', digest: 'd' } as const;
  await journal.start([
    { ...sent, action: removed?.id ?? '', archived: digest },
    { ...sent, action: again?.id ?? '' },
  ]);
  await journal.record([
    { action: removed?.id ?? '', is: 'applied', how: 'answered' },
    { action: again?.id ?? '', is: 'applied', how: 'answered', resultImageId: 23 },
  ]);
  expect(addresses()).toEqual([
    ['created', 21, 'https://cdn.example/21.jpg', undefined],
    ['removed', 22, 'https://cdn.example/22.jpg', digest],
    ['created', 23, undefined, digest],
  ]);
  await journal.close();
});

test.each([
  [0, 0, ['Nothing.'], 'left as it is'],
  [
    1,
    0,
    ['1 image was left as it is, changed since or not available any more; its finding says why.'],
    'left as they are: 1 changed since or gone, 0 pictures that V3 cannot remove',
  ],
  [
    6,
    2,
    [
      '6 images were left as they are, changed since or not available any more; their findings say why.',
      '2 pictures of variants or values were left as they are, because V3 cannot remove them; their findings say why.',
    ],
    'left as they are: 6 changed since or gone, 2 pictures that V3 cannot remove',
  ],
  [
    0,
    1,
    ['1 picture of a variant or value was left as it is, because V3 cannot remove it; its finding says why.'],
    'left as they are: 0 changed since or gone, 1 picture that V3 cannot remove',
  ],
])(
  'of a revert that left %i images and %i pictures of slots as they are, both are counted, and it is called what the command is',
  async (changed, kept, words, tile) => {
    const left = changed + kept;
    const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
    const { id } = await journal.openRun(someRun({ command: 'revert' }));
    const told = [
      ...Array.from({ length: changed }, () => 'changed-since'),
      ...Array.from({ length: kept }, () => 'slot-not-emptied'),
    ];
    await journal.addFindings(
      id,
      told.map((rule) => ({ kind: 'product-image', rule, severity: 'warning', message: rule })),
    );
    await journal.finishRun(id, left === 0 ? 'done' : 'incomplete', { left });
    const revert = journal.run(id);
    if (revert === undefined) throw new Error('the run is gone');
    const { parts, title, results } = reportForPeople(journal, revert, { ...wish, title: undefined });
    expect(parts.find((part) => part.id === 'not-done')?.sentences).toEqual(words);
    expect(title).toBe(`Revert of ${revert.source} → ${revert.target}`);
    const tiles = new Map(results.map(({ field, words: called, value }) => [field, [value, called]]));
    expect([tiles.get('left'), tiles.get('conflicts'), tiles.get('images')]).toEqual([
      [left, tile],
      [0, 'waiting for a decision'],
      [0, 'images on the products that were looked at'],
    ]);
    await journal.close();
  },
);

test('a report spells the commands in its words as the program was called', async () => {
  const { journal, run } = await migration();
  const spell = (text: string): string => text.replaceAll(/`cutover /g, '`npx cutover ');
  const { whole, parts, rules } = reportForPeople(journal, run, { ...wish, spell });
  const points = [...parts.flatMap((part) => part.points), ...rules];
  const words = [
    ...points.flatMap(({ means, todo }) => [means, todo]),
    ...parts.flatMap((one) => one.sentences),
  ];
  expect(whole).toBe(`npx cutover report --run ${run.id} --out report.html`);
  expect(words.filter((one) => one.includes('`cutover '))).toEqual([]);
  expect(words.some((one) => one.includes('`npx cutover '))).toBe(true);
  expect(reportForPeople(journal, run, wish).whole).toBe(`cutover report --run ${run.id} --out report.html`);
  await journal.close();
});

test('a rehearsal has no result that a later verify could have checked', async () => {
  const { journal, run } = await migration();
  const { source, target } = run;
  const { id } = await journal.openRun(someRun({ source, target, dryRun: true }));
  await journal.finishRun(id, 'done');
  const { id: verify } = await journal.openRun(someRun({ command: 'verify', source, target }));
  await journal.finishRun(verify, 'done');
  const checked = (of: string): string | undefined => {
    const found = journal.run(of);
    if (found === undefined) throw new Error('the run is gone');
    const { parts } = reportForPeople(journal, found, wish);
    return parts.find((part) => part.id === 'checked')?.sentences[0];
  };
  expect([checked(id), checked(run.id)]).toEqual([
    'Nothing was written, so there is nothing to verify.',
    `Verify ${verify} has checked the result since then.`,
  ]);
  await journal.close();
});

test('what is wrong adds up: what no rule explains is counted beside what one does, and a repair says what is wrong still', async () => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const told = (id: string) => {
    const found = journal.run(id);
    if (found === undefined) throw new Error('the run is gone');
    const { verdict, parts, results } = reportForPeople(journal, found, wish);
    const undone = parts.find((part) => part.id === 'not-done');
    return [
      verdict.words,
      undone?.points.map(({ what, count }) => `${count} × ${what}`),
      undone?.sentences,
      results.at(-1)?.words,
    ];
  };
  const { id: repair } = await journal.openRun(someRun({ command: 'repair', mode: 'parity', target: 'abc' }));
  await journal.finishRun(repair, 'incomplete');
  const { id: verify } = await journal.openRun(someRun({ command: 'verify', mode: 'parity', target: 'abc' }));
  const image = { kind: 'product-image', source: { productId: 1, imageId: 2 } } as const;
  await journal.addFindings(verify, [
    { ...image, sign: '~', rule: 'picture-broken', severity: 'critical', message: 'no picture' },
    { ...image, sign: '+', message: 'missing' },
    { ...image, sign: '~', message: 'differs' },
    { ...image, sign: '!', message: 'could not be compared' },
  ]);
  await journal.addCounts(verify, { checked: 9, mismatched: 3, unchecked: 1 });
  await journal.finishRun(verify, 'differs');
  expect([told(verify), told(repair)]).toEqual([
    [
      '3 images of 9 checked are not as they should be.',
      ['1 × picture-broken'],
      ['2 images are missing or differ from what should be there; the list of images says how.'],
      'only in V3, not counted as wrong',
    ],
    [
      'Done in part: 0 changes made. What is left, and why, is shown below.',
      [],
      ['The verify of the result found 3 images that are not as they should be; its own report lists them.'],
      'edited on the target, left alone',
    ],
  ]);
  await journal.close();
});

test('of one store whose V2 was asked for a share, nothing is said to be alike but what was compared', async () => {
  const journal = openJournal(':memory:', { now: () => Date.UTC(2026, 0, 2), random: () => 0.5 });
  const told = async (command: 'diff' | 'verify', sample: number) => {
    const pair = { mode: 'parity', source: 'abc', target: 'abc' } as const;
    const { id } = await journal.openRun(someRun({ command, ...pair, options: { level: 'fields', sample } }));
    await journal.finishRun(id, 'done', {
      products: 40,
      pairedProducts: 40,
      images: 80,
      same: 80 * sample,
      ...(sample < 1 ? { unaskedProducts: 30, unaskedImages: 60, pagesHeard: 30 } : {}),
      ...(command === 'verify'
        ? { onTarget: 80, checked: 80 * sample, drawnProducts: 10, outsideSample: 80 * (1 - sample) }
        : {}),
    });
    const run = journal.run(id);
    if (run === undefined) throw new Error('the run is gone');
    const { verdict, parts, facts } = reportForPeople(journal, run, wish);
    const sentences = parts.find(({ id: part }) => part === 'checked')?.sentences ?? [];
    return {
      verdict: verdict.words,
      sentences: sentences.filter((one) =>
        /both sides|V2 was asked|It was a sample|read again|confidence/u.test(one),
      ),
      proof: facts.find(({ field }) => field === 'proof.products')?.value,
    };
  };
  const drawn = 'It was a sample of 25% of the products; the next ones look at the rest in turn.';
  const asked =
    'V2 was asked for the images of 10 of 40 products, drawn by a hash of their ids, and for the main picture alone of the other 30';
  const proves = 'With 95 % confidence at most 25.9 % of all products have a wrong image.';
  expect([
    await told('diff', 0.25),
    await told('diff', 1),
    await told('verify', 0.25),
    await told('verify', 1),
  ]).toEqual([
    {
      verdict: 'Nothing that was compared differs.',
      sentences: [
        '20 images of 10 products were read on both sides and compared, field by field.',
        drawn,
        `${asked}.`,
        proves,
      ],
      proof: 10,
    },
    {
      verdict: 'Nothing differs.',
      sentences: ['80 images of 40 products were read on both sides and compared, field by field.'],
      proof: 40,
    },
    {
      verdict: 'Everything that was checked is as it should be.',
      sentences: ['80 images of 40 products were read again.', drawn, `${asked}.`, proves],
      proof: 10,
    },
    {
      verdict: 'Everything that was checked is as it should be.',
      sentences: ['80 images of 40 products were read again on both sides.'],
      proof: 40,
    },
  ]);
  await journal.close();
});

test('requests are those of the command that went on with a run last, and are called so', async () => {
  const journal = openJournal(':memory:');
  const { id } = await journal.openRun(someRun({}));
  await journal.setCounts(id, { requestsV2: 1, requestsV3: 2, requestsContent: 3 });
  const named = (): string[] => {
    const run = journal.run(id);
    if (run === undefined) throw new Error('it was opened');
    return reportForPeople(journal, run, wish)
      .facts.filter(({ field }) => field?.startsWith('requests.'))
      .map(({ name, value }) => `${name}: ${value}`);
  };
  expect(named()).toEqual(['Requests to V2: 1', 'Requests to V3: 2', 'Requests for pictures: 3']);
  await journal.resumeRun(id);
  expect(named()).toEqual([
    'Requests to V2, since it was last continued: 1',
    'Requests to V3, since it was last continued: 2',
    'Requests for pictures, since it was last continued: 3',
  ]);
  await journal.close();
});

test('the name of a file in the place of the source is made harmless wherever the report has it', async () => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const options = { sourceFile: 'shops/\u001B[31ms3cret-token\u202E.csv' };
  const source = 'file-0123456789ab';
  const { id } = await journal.openRun(someRun({ command: 'audit', mode: 'transfer', source, options }));
  await journal.setCounts(id, { products: 1, images: 1 });
  await journal.finishRun(id, 'done');
  const run = journal.run(id);
  if (run === undefined) throw new Error('the run is gone');
  const { title, parts, facts } = reportForPeople(journal, run, wish);
  const [checked] = parts.find((part) => part.id === 'checked')?.sentences ?? [];
  const name = String.raw`\u{1b}[31m[redacted]\u{202e}.csv`;
  expect([title, checked, facts.find(({ name: of }) => of === 'Stores')?.value]).toEqual([
    `Audit of ${name} → ${run.target}`,
    `1 image of 1 product was read in ${name} and checked; what is found on store ${run.target} is said to be the target’s.`,
    `${name} (0123456789ab) → ${run.target}`,
  ]);
});
