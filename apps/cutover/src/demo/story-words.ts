// The sentences of the story, one for each step.
import { count, counted } from '../terminal/quantities.ts';
import type { Attempts, Settled } from './attempts.ts';
import { auditFacts, diffFacts, migrateFacts, type ResultLine, verifyFacts } from './lines.ts';
import type { Sight } from './own-eyes.ts';

export function storesWords(source: Sight, target: Sight): string {
  const there = target.images === 0 ? 'an empty target' : `a target with ${count(target.images)}`;
  return `${counted(source.images, 'image')} of ${counted(source.products, 'product')}, and ${there}`;
}

export function auditWords(result: ResultLine): string {
  const { fatal, critical, warning } = auditFacts.parse(result).findings;
  return `${counted(result.images, 'image')} graded: ${count(fatal)} fatal, ${count(critical)} critical, ${counted(warning, 'warning')}`;
}

export function diffWords(result: ResultLine): string {
  const { same, changed, missing } = diffFacts.parse(result);
  return `${count(same)} the same, ${count(changed)} different, ${count(missing)} missing on the target`;
}

export function killWords({ created, open }: Attempts, planned: number): string {
  return `killed after ${count(created)} of ${counted(planned, 'image')}, with ${counted(open.size, 'write')} unanswered`;
}

export function lookWords(isNew: number, unrecorded: number): string {
  return `${counted(isNew, 'new image')} on the target, ${count(unrecorded)} of them not recorded`;
}

export function resumeWords(result: ResultLine, { arrived, sentAgain }: Settled): string {
  const { created } = migrateFacts.parse(result);
  return `the same command: ${count(arrived)} found done, ${count(sentAgain)} sent again, ${count(created)} in all`;
}

export function verifyWords(result: ResultLine): string {
  const { checked, mismatched, unchecked } = verifyFacts.parse(result);
  return `${counted(checked, 'picture')} compared: ${count(mismatched)} differ, ${count(unchecked)} unchecked`;
}

export function onceWords(after: Sight, source: Sight): string {
  return `${counted(after.images, 'image')} on the target, ${count(source.images)} in the source, SKU by SKU`;
}

export function settledWords({ arrived, sentAgain, unsettled }: Settled): string {
  const open = arrived + sentAgain + unsettled;
  return `${counted(open, 'unanswered write')} looked up: ${count(arrived)} had arrived, ${count(sentAgain)} had not`;
}

export function writesWords(writes: number, planned: number): string {
  return `${count(writes)} requests for ${counted(planned, 'image')}: ${(writes / Math.max(1, planned)).toFixed(2)} an image`;
}
