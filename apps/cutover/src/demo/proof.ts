// Whether everything that the demo is about to say was seen. Pure: what was seen comes in, what is wrong goes out.
import type { Attempts, Settled } from './attempts.ts';
import { migrateFacts, type ResultLine, verifyFacts } from './lines.ts';
import { differingSkus, type Sight } from './own-eyes.ts';

export interface Evidence {
  readonly source: Sight;
  /** The target before the migration, after the kill, and at the end. */
  readonly before: Sight;
  readonly halfway: Sight;
  readonly after: Sight;
  readonly killed: Attempts;
  readonly settled: Settled;
  readonly resumed: ResultLine;
  readonly verified: ResultLine;
}

/** Pictures that had arrived when the process was killed without having recorded them. */
export function unrecorded({
  before,
  halfway,
  killed,
}: Pick<Evidence, 'before' | 'halfway' | 'killed'>): number {
  return halfway.pictures - before.pictures - killed.done;
}

/** What contradicts success, in words; empty when all is proved. */
export function doubtsAbout(evidence: Evidence): readonly string[] {
  const { source, before, after, killed, settled } = evidence;
  const arrived = unrecorded(evidence);
  const wanted = source.pictures + before.pictures;
  const different = differingSkus(source, before, after);
  const migrated = migrateFacts.parse(evidence.resumed);
  const checked = verifyFacts.parse(evidence.verified);
  const checks: readonly (readonly [isWrong: boolean, words: string])[] = [
    [Math.min(...Object.values(source.byKind)) === 0, 'the source has no pictures of one kind'],
    [different.length > 0, `${different.length} products differ, ${different[0]} among them`],
    [after.pictures !== wanted, `${after.pictures} pictures are on the target, ${wanted} are wanted`],
    [killed.open.size === 0, 'the kill interrupted no write'],
    [
      arrived < 0 || arrived > killed.open.size,
      `${arrived} pictures had arrived without a record, with ${killed.open.size} writes open`,
    ],
    // Of what nobody told anything more it is known what it must be: recorded, and so arrived. What is still open counts below.
    [
      settled.arrived + settled.untold !== arrived,
      `${settled.arrived + settled.untold} open writes were found done, but ${arrived} had arrived`,
    ],
    [migrated.failed + migrated.remaining + migrated.inDoubt > 0, 'the migration left something undone'],
    [checked.mismatched + checked.unchecked > 0, 'the check found differences, or could not check all'],
    [checked.checked < source.pictures, `only ${checked.checked} pictures were checked`],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, words]) => words);
}
