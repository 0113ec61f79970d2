// A file that appears whole or not at all: written beside its place, brought to the disk, then moved there.
import { open, rename, rm } from 'node:fs/promises';

export interface WholeFile {
  write(text: string): Promise<void>;
  /** Puts the file in its place. */
  finish(): Promise<void>;
  /** Leaves what was there before. */
  discard(): Promise<void>;
}

const bufferedLengthMax = 65_536;

export async function createWholeFile(path: string, pid: number): Promise<WholeFile> {
  const unfinished = `${path}.${pid}.part`;
  const file = await open(unfinished, 'w', 0o644);
  let buffered = '';
  const flush = async (): Promise<void> => {
    if (buffered !== '') await file.writeFile(buffered);
    buffered = '';
  };
  return {
    async write(text) {
      buffered += text;
      if (buffered.length >= bufferedLengthMax) await flush();
    },
    async finish() {
      await flush();
      await file.sync();
      await file.close();
      await rename(unfinished, path);
    },
    async discard() {
      await file.close();
      await rm(unfinished, { force: true });
    },
  };
}
