import type { ChoiceSaying } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';

const shown = { slot: { modifierId: 3, valueId: 31 }, choices: [{ name: 'Lid', label: 'Wood' }] };
const wood = { choice: { name: 'Lid', label: 'Wood' } };
const several = { rule: 50, where: [wood, { variant: { slot: { variantId: 5 }, sku: 'MUG-L' } }] };
const unknown = { rule: 51, where: [{ option: 3, value: 99 }] };

const samples: SamplesOf<ChoiceSaying['code']> = {
  'choice-picture-in-view': [
    [
      { code: 'choice-picture-in-view', shown, view: 'v2' },
      'V2 shows a picture of Lid: Wood, and V3 shows none',
    ],
    [
      { code: 'choice-picture-in-view', shown: several, view: 'v3' },
      'V3 shows a picture of rule 50 (where Lid is Wood and SKU MUG-L), and V2 shows none',
    ],
  ],
  'choice-rule-not-listed': [
    [
      { code: 'choice-rule-not-listed', shown: { rule: 50, where: [] } },
      'V3 shows a picture of rule 50 (always), and V2 lists no such rule',
    ],
  ],
  'choice-product-not-listed': [
    [
      { code: 'choice-product-not-listed', shown: { slot: shown.slot } },
      'V3 shows a picture of modifier value 31, and V2 does not list the product',
    ],
  ],
  'choice-files-differ': [
    [
      { code: 'choice-files-differ', shown, v2: 'a.png', v3: 'b.png' },
      'V2 shows a.png as the picture of Lid: Wood, V3 shows b.png',
    ],
  ],
  'choice-off-in-view': [
    [
      { code: 'choice-off-in-view', shown, view: 'v2' },
      'V3 shows a picture of Lid: Wood, and V2 has it in a rule that is off',
    ],
    [
      { code: 'choice-off-in-view', shown, view: 'v3' },
      'V2 shows a picture of Lid: Wood, and V3 has it in a rule that is off',
    ],
  ],
  'choice-off-in-v2': [
    [
      { code: 'choice-off-in-v2', shown: unknown },
      'could not be compared: V2 has a picture of rule 51 (where option 3 is value 99) in a rule that is off, and V3 does not say whether its rule is',
    ],
  ],
  'choice-files-do-not-tell': [
    [
      { code: 'choice-files-do-not-tell', shown, v2: 'a.png', v3: 'b.png' },
      'could not be compared: V2 shows a.png as the picture of Lid: Wood, V3 shows b.png, and these names do not tell whether it is one picture',
    ],
  ],
  'choice-not-compared': [
    [
      { code: 'choice-not-compared', shown, rules: 'gone' },
      'could not be compared: V3 shows a picture of Lid: Wood, and V2 does not list the rules of this product',
    ],
    [
      { code: 'choice-not-compared', shown, rules: 'unasked' },
      'could not be compared: V3 shows a picture of Lid: Wood, and V2 was not asked for it',
    ],
  ],
  'choice-rules-not-listed': [
    [
      { code: 'choice-rules-not-listed', shown: unknown },
      'could not be compared: V2 shows a picture of rule 51 (where option 3 is value 99), and V3 does not list the rules of this product',
    ],
  ],
  'choice-unclear': [
    [
      { code: 'choice-unclear', shown: unknown },
      'it is not clear which picture of V3 is that of rule 51 (where option 3 is value 99) of V2, and none is taken',
    ],
  ],
  'choice-ids-do-not-tell': [
    [
      { code: 'choice-ids-do-not-tell', file: 'a.png', shown: unknown, inV3: shown },
      'could not be compared: V2 shows a.png as the picture of rule 51 (where option 3 is value 99), V3 as that of Lid: Wood, and these ids do not tell whether it is one choice',
    ],
  ],
  'choice-under-other-ids': [
    [
      { code: 'choice-under-other-ids', shown: unknown, view: 'v2' },
      'could not be compared: V2 shows a picture of rule 51 (where option 3 is value 99), and V3 shows nothing by these ids',
    ],
    [
      { code: 'choice-under-other-ids', shown, view: 'v3' },
      'could not be compared: V3 shows a picture of Lid: Wood, and V2 may show it by other ids',
    ],
  ],
};

it.each(each(samples))('%o', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
