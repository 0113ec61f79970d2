// The rule of the fields of an image: the table of packages/field-mapper names them, and the engine goes by it, but for the
// files below, each of which holds a rule about that very field.
import { parsed, visit } from './parsed.ts';
import { type Rule, sourcesOf } from './tree.ts';

const engine = 'packages/sync-engine/src/';

/** What a field is called on the wire and in the canonical image, and which files of the engine may say so. */
const named: readonly { readonly names: readonly string[]; readonly files: readonly string[] }[] = [
  {
    names: ['description'],
    files: [
      // A text that a store keeps in another form.
      'kinds/product-image/march-product.ts',
      'kinds/product-image/recognise.ts',
      'kinds/product-image/reconcile.ts',
      'match/kept-text.ts',
      'write/tell-kept-text.ts',
      // What `audit` says of alt texts, and of what a product says of itself.
      'grade/alt-text.ts',
      'grade/grade-product.ts',
    ],
  },
  {
    names: ['sort_order', 'sortOrder'],
    files: [
      // The order of a product's images.
      'match/predict.ts',
      'match/march.ts',
      'match/pair-images.ts',
      'kinds/product-image/edits-of.ts',
      'kinds/product-image/march-product.ts',
      'kinds/product-image/plan.ts',
      'kinds/product-image/revert-knowledge.ts',
      'kinds/product-image/revert-plan.ts',
      'plan/differences.ts',
      'grade/grade-set.ts',
      'read/odd-values.ts',
      // The place of a value in its option, which is no image.
      'plan/looked.ts',
      'read/slot-readings.ts',
      'kinds/swatch/swatch.ts',
    ],
  },
  {
    names: ['is_thumbnail', 'isThumbnail'],
    files: [
      // The one thumbnail of a product.
      'match/predict.ts',
      'kinds/product-image/edits-of.ts',
      'kinds/product-image/march-product.ts',
      'kinds/product-image/plan.ts',
      'kinds/product-image/revert-knowledge.ts',
      'kinds/product-image/revert-plan.ts',
      'compare/row-findings.ts',
      'grade/grade-set.ts',
      'grade/v2-witness.ts',
      'read/product-pages.ts',
    ],
  },
];

export const fieldRules: readonly Rule[] = [
  {
    promise: 'in the engine a field of an image is named only where a rule is about that very field',
    complaints: (tree) =>
      sourcesOf(tree).flatMap(({ path, text }) => {
        if (!path.startsWith(engine) || path.startsWith(`${engine}testing/`)) return [];
        const file = path.slice(engine.length);
        const said = wordsIn(path, text);
        return named.flatMap(({ names, files }) => {
          const name = names.find((one) => said.has(one));
          if (files.includes(file))
            return name === undefined ? [`${path} does not name ${names[0]} any more`] : [];
          return name === undefined ? [] : [`${path} names ${name}`];
        });
      }),
    broken: {
      'packages/sync-engine/src/plan/a.ts': `const { description } = image;\n// sort_order\nconst text = 'sort_order 1';`,
      'packages/sync-engine/src/plan/b.ts': `fields.filter((field) => field !== 'is_thumbnail');`,
      'packages/sync-engine/src/plan/b.test.ts': `const image = { description: '' };`,
      'packages/sync-engine/src/testing/images.ts': `const image = { description: '' };`,
      'packages/sync-engine/src/match/march.ts': `if (a.sortOrder === b.sortOrder) go();`,
      'packages/sync-engine/src/write/tell-kept-text.ts': `const fields = writableFields;`,
      'apps/cutover/src/a.ts': `const { description } = image;`,
    },
    says: [
      'packages/sync-engine/src/plan/a.ts names description',
      'packages/sync-engine/src/plan/b.ts names is_thumbnail',
      'packages/sync-engine/src/write/tell-kept-text.ts does not name description any more',
    ],
  },
];

/** Names and texts as they stand in the code, without what only speaks of them. */
function wordsIn(path: string, text: string): ReadonlySet<unknown> {
  const words = new Set<unknown>();
  visit(parsed(path, text), (node) => {
    if (node.type === 'Identifier') words.add(node['name']);
    if (node.type === 'Literal') words.add(node['value']);
  });
  return words;
}
