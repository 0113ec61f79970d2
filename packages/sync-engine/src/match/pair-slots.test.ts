import { expect, it } from 'vitest';
import { pairSlots } from './pair-slots.ts';

/** `SKU|Name=Label,Name=Label`. */
function slotsOf(...rows: string[]) {
  return rows.map((row) => {
    const [sku = '', chosen = ''] = row.split('|');
    const choices = chosen === '' ? [] : chosen.split(',').map((one) => one.split('='));
    return { row, sku, choices: choices.map(([name = '', label = '']) => ({ name, label })) };
  });
}

it.each<[string, string[], string[], string[]]>([
  ['by SKU', ['A', 'B'], ['B', 'A'], ['A', 'B']],
  [
    'by SKU whatever the options say',
    ['A|Size=S', 'B|Size=M'],
    ['A|Size=M', 'B|Size=S'],
    ['A|Size=M', 'B|Size=S'],
  ],
  ['by SKU with blanks around it', ['A '], [' A'], [' A']],
  ['by SKU in another Unicode form', ['CAF\u00c9'], ['CAFE\u0301'], ['CAFE\u0301']],
  ['by SKU in another case', ['a-1'], ['A-1'], ['A-1']],
  ['by the exact SKU before one in another case', ['a', 'A'], ['A', 'a'], ['a', 'A']],
  ['not by a SKU that an exact one has taken', ['a', 'A'], ['A'], ['unmatched', 'A']],
  ['not by one of two SKUs in another case', ['a'], ['A', 'A '], ['ambiguous']],
  ['not by a SKU that is there twice', ['A'], ['A', 'A'], ['ambiguous']],
  ['not where two of the source have one SKU', ['A', 'A '], ['A'], ['ambiguous', 'ambiguous']],
  ['not by the options where both have SKUs', ['A|Size=S'], ['B|Size=S'], ['unmatched']],
  ['by the options where the target has no SKU', ['A|Size=S'], ['|Size=S'], ['|Size=S']],
  ['by the options where the source has no SKU', ['|Size=S'], ['B|Size=S'], ['B|Size=S']],
  ['by the options in any order', ['|Size=S,Colour=Red'], ['|Colour=Red,Size=S'], ['|Colour=Red,Size=S']],
  ['by a label with trailing blanks', ['|Size=S '], ['|Size=S'], ['|Size=S']],
  [
    'by a label in another Unicode form',
    ['|Colour=Ros\u00e9'],
    ['|Colour=Rose\u0301'],
    ['|Colour=Rose\u0301'],
  ],
  ['by a label in another case', ['|size=small'], ['|Size=Small'], ['|Size=Small']],
  ['by the exact label first', ['|Size=s', '|Size=S'], ['|Size=S', '|Size=s'], ['|Size=s', '|Size=S']],
  ['not by labels that are there twice', ['|Size=S'], ['|Size=S', '|Size=S '], ['ambiguous']],
  ['not by a name alone', ['|Size=S'], ['|Size=M'], ['unmatched']],
  ['not by some of the options', ['|Size=S,Colour=Red'], ['|Size=S'], ['unmatched']],
  ['not by a name and a label that run together', ['|Si=zeS'], ['|Size=S'], ['unmatched']],
  ['the one variant of a product without options', ['P|'], ['|'], ['|']],
  ['none that the target lacks', ['A', 'B'], ['B'], ['unmatched', 'B']],
  ['none twice', ['A|Size=S', '|Size=S'], ['A|Size=S'], ['A|Size=S', 'unmatched']],
])('pairs %s', (_, sources, targets, expected) => {
  expect(
    pairSlots(slotsOf(...sources), slotsOf(...targets)).map((pair) =>
      'why' in pair ? pair.why : pair.target.row,
    ),
  ).toEqual(expected);
});
