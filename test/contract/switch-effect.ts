// What one switch of the sandbox makes a client see, and the words that several of these rows are written in.
import { tinyPicture } from '@cutover/sandbox-store';
import { type Failure, type OneStore, outcomeOf, pictureFile } from '../support/one-store.ts';

export interface SwitchEffect {
  /** What a client sees; compared whole. */
  readonly probe: (one: OneStore) => Promise<unknown>;
  /** By value of the switch. */
  readonly told: Readonly<Record<string, unknown>>;
}

export const refused = (status: number): Failure => ({ class: 'rejected', next: 'fail-action', status });
export const strange = (status: number): Failure => ({ class: 'unauthorised', next: 'stop-run', status });
export const picture = { imageFile: pictureFile(1) };

/** Status and body of a read, as it is on the wire. */
export async function statusOf({ wire }: OneStore, path: string): Promise<number> {
  return (await wire(path)).status;
}

export async function limitOver250(path: string, { http }: OneStore): Promise<unknown> {
  const outcome = await outcomeOf(http.read(path, { limit: 251 }));
  return 'body' in outcome ? outcome.status : outcome;
}

export const large = (bytes: number): { imageFile: ReturnType<typeof pictureFile> } => ({
  imageFile: { ...pictureFile(1), bytes: Buffer.concat([tinyPicture(1), Buffer.alloc(bytes)]) },
});
