// Where the pictures of a report come from: what was kept beside the journal, and the addresses in it, which are strangers'
// words: they are asked as any picture is, without a token, and private networks are not asked unless that is said.
import { ArchiveError, openArchive, thumbnail } from '@cutover/image-content';
import { createContentHttp } from '@cutover/store-http';
import { checkProxies } from '../command-line/proxy.ts';
import type { Context } from '../context.ts';
import type { PictureSources } from '../report/report-pictures.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import { userAgent } from './store-port.ts';

export interface OpenedSources extends PictureSources {
  close(): Promise<void>;
}

export function openPictureSources(context: Context): OpenedSources {
  const { options, requests, secrets, environment } = context;
  for (const password of checkProxies(environment)) secrets.add(password);
  const archive = openArchive(`${journalPathOf(context)}.pictures`);
  const content = createContentHttp({
    allowPrivateHosts: options.allowPrivateHosts,
    userAgent,
    onRequest: () => requests.count('content'),
  });
  return {
    async kept(sha256) {
      try {
        return await archive.get(sha256);
      } catch (error) {
        // Its words name a folder of this machine, which is nothing for a report.
        if (error instanceof ArchiveError) return undefined;
        throw new Error('what was kept of it cannot be read', { cause: error });
      }
    },
    fetch: async (address, signal) => (await content.get(address, { signal })).bytes,
    shrink: async (bytes, signal) => await thumbnail(bytes, { signal }),
    close: async () => await content.close(),
  };
}
