/** Which of V2's two media types an answer has: by the ending of the path, then by Accept, then by the switches. */
import type { Switches } from '../switches.ts';
import { toXml, v2Error } from './answers.ts';

const ending = /\.(json|xml)$/;

/** The path without the ending that names a media type. */
export function withoutEnding(path: string): string {
  return path.replace(ending, '');
}

/** The answer to a request that accepts neither of the two, where the switch refuses it. */
export function refuseMediaType(request: Request, switches: Switches): Response | undefined {
  if (wishOf(request) !== 'another' || switches['v2-unknown-accept'] === 'default-type') return undefined;
  return v2Error(406, 'Not Acceptable');
}

/** The answer, which is JSON, in the type that the request asks for. */
export async function inMediaType(request: Request, switches: Switches, answer: Response): Promise<Response> {
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  if (!isJson || typeOf(request, switches) === 'json') return answer;
  return toXml(answer, withoutEnding(new URL(request.url).pathname));
}

function typeOf(request: Request, switches: Switches): 'json' | 'xml' {
  const wish = wishOf(request);
  if (wish === 'json' || wish === 'xml') return wish;
  return wish === 'any' && switches['v2-any-type'] === 'json' ? 'json' : switches['v2-default-type'];
}

// JSON where it is named at all: quality values decide nothing here, and no client names both in earnest.
function wishOf(request: Request): 'json' | 'xml' | 'any' | 'none' | 'another' {
  const [, named] = ending.exec(new URL(request.url).pathname) ?? [];
  if (named === 'json' || named === 'xml') return named;
  const accept = (request.headers.get('accept') ?? '').toLowerCase();
  if (accept.trim() === '') return 'none';
  if (accept.includes('json')) return 'json';
  if (/\bxml\b/.test(accept)) return 'xml';
  return /(?:\*|application)\/\*/.test(accept) ? 'any' : 'another';
}
