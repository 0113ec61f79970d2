// The sentences of the story, one for each step.
import { counted, number } from '../terminal/quantities.ts';
import type { Attempts, Settled } from './attempts.ts';
import { auditFacts, diffFacts, migrateFacts, type ResultLine, verifyFacts } from './lines.ts';
import type { Sight } from './own-eyes.ts';

export function storesWords(source: Sight, target: Sight): string {
  const there = target.pictures === 0 ? 'an empty target' : `a target with ${number(target.pictures)}`;
  return `${counted(source.pictures, 'picture')} of ${counted(source.products, 'product')}, and ${there}`;
}

export function auditWords(result: ResultLine): string {
  const { fatal, critical, warning } = auditFacts.parse(result).findings;
  return `${counted(result.images, 'image')} checked: ${number(fatal)} fatal, ${number(critical)} critical, ${counted(warning, 'warning')}`;
}

export function diffWords(result: ResultLine): string {
  const { same, changed, missing } = diffFacts.parse(result);
  return `${number(same)} the same, ${number(changed)} different, ${number(missing)} missing on the target`;
}

export function killWords({ done, open }: Attempts, planned: number): string {
  return `killed after ${number(done)} of ${counted(planned, 'picture')}, with ${counted(open.size, 'write')} unanswered`;
}

export function lookWords(isNew: number, unrecorded: number): string {
  return `${counted(isNew, 'new picture')} on the target, ${number(isNew - unrecorded)} of them in the journal`;
}

export function resumeWords(result: ResultLine, { arrived, sentAgain, untold }: Settled): string {
  const { created, set } = migrateFacts.parse(result);
  return `the same command: ${number(arrived + untold)} had arrived, ${number(sentAgain)} sent again, ${number(created + set)} in all`;
}

export function verifyWords(result: ResultLine): string {
  const { checked, mismatched, unchecked } = verifyFacts.parse(result);
  return `${counted(checked, 'picture')} compared: ${number(mismatched)} differ, ${number(unchecked)} unchecked`;
}

export function onceWords(after: Sight, source: Sight): string {
  return `${counted(after.pictures, 'picture')} on the target, ${number(source.pictures)} in the source, SKU by SKU`;
}

export function kindsWords({ byKind: { product, variant, modifier, swatch } }: Sight): string {
  return `${counted(product, 'image')}; pictures of ${counted(variant, 'variant')}, ${counted(modifier, 'modifier value')}, ${counted(swatch, 'swatch', 'swatches')}`;
}

export function settledWords({ arrived, sentAgain, untold }: Settled): string {
  const open = arrived + sentAgain + untold;
  return `${counted(open, 'unanswered write')} looked up: ${number(arrived + untold)} had arrived, ${number(sentAgain)} had not`;
}

export function writesWords(writes: number, planned: number): string {
  return `${number(writes)} begun for ${counted(planned, 'picture')}: ${(writes / Math.max(1, planned)).toFixed(2)} a picture`;
}
