/** The store's own downloader of image_url: bounded in time and bytes, with redirects and ports as the switches say. */
import type { Download } from './store.ts';
import type { Switches } from './switches.ts';

export interface DownloadRules {
  readonly switches: Switches;
  readonly bytesMax: number;
  /** Whether this host may be asked; a redirect's is judged as well. */
  readonly isAllowed: (host: string) => boolean;
}

const redirectsMax = 20;

/** Gets an address over the network. */
export async function downloadPicture(address: string, rules: DownloadRules): Promise<Download> {
  const { switches, bytesMax } = rules;
  const { port } = new URL(address);
  if (port !== '' && switches['fetch-ports'] === 'standard') {
    return { outcome: 'failed', reason: `port ${port}` };
  }
  try {
    return await readPicture(await answerAt(address, rules), bytesMax);
  } catch (error) {
    return { outcome: 'failed', reason: error instanceof Error ? error.message : 'unknown' };
  }
}

async function answerAt(address: string, { switches, isAllowed }: DownloadRules): Promise<Response> {
  const signal = AbortSignal.timeout(switches['fetch-timeout-ms']);
  let next = address;
  for (let redirects = 0; redirects <= redirectsMax; redirects++) {
    const { hostname } = new URL(next);
    if (!isAllowed(hostname)) throw new Error(`the host ${hostname} is not this machine`);
    const headers = { accept: 'image/*', 'user-agent': 'sandbox-store' };
    const response = await fetch(next, { redirect: 'manual', signal, headers });
    const location = response.headers.get('location');
    const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
    if (!isRedirect) return response;
    await response.body?.cancel();
    if (switches['fetch-redirects'] !== 'followed') throw new Error('a redirect');
    next = new URL(location, next).href;
  }
  throw new Error('too many redirects');
}

/** True for this machine, by its address or the one name that everybody gives it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Reads an answer up to so many bytes; anything but a 200 with all of its body is a failure. */
export async function readPicture(response: Response, bytesMax: number): Promise<Download> {
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    return { outcome: 'failed', reason: `status ${response.status}` };
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > bytesMax) return { outcome: 'too-large' };
    chunks.push(chunk);
  }
  return { outcome: 'got', bytes: Buffer.concat(chunks) };
}
