// How runs and actions are called: short enough to say aloud, in the order in which they came when sorted as text, and
// not to be confused with those of another journal.

/** No vowels, so that no word appears by chance, and nothing that is misread or misheard for another. */
const letters = '23456789bcdfghjkmnpqrstvwxz';

/** `r0004-7k2m` for the fourth run of a journal. */
export function runName(number: number, random: () => number): string {
  const tail = Array.from({ length: 4 }, () => letters.charAt(Math.floor(random() * letters.length))).join(
    '',
  );
  return `r${String(number).padStart(4, '0')}-${tail}`;
}

/** 4 of `r0004-7k2m`: later runs have higher numbers. */
export function runNumber(run: string): number {
  return Number.parseInt(run.slice(1), 10);
}

/** `r0004-7k2m/0000123` for the run's 123rd action; sorts by order of planning up to ten million. */
export function actionName(run: string, number: number): string {
  return `${run}/${String(number).padStart(7, '0')}`;
}

/** All action names of a run lie above the first and below the second. */
export function actionNamesOf(run: string): readonly [above: string, below: string] {
  return [`${run}/`, `${run}0`];
}

/** Tells one journal's files from another's. */
export function journalName(random: () => number): string {
  return Array.from({ length: 16 }, () => letters.charAt(Math.floor(random() * letters.length))).join('');
}
