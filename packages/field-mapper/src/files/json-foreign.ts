// JSON that is no image and no product: an error answer, an answer of GraphQL, the lines of a data pipeline. Each is
// called what it is, or unpacked, before anybody looks for an image in it.
import { quoted } from './file-problem.ts';
import { isObject, type Json, textOr } from './json-fields.ts';

/** Words for an object that holds no image, because it is something else; undefined where nothing says so. */
export function foreignWords(value: Json): string | undefined {
  return errorWords(value) ?? graphqlWords(value);
}

/** The type of a data pipeline's message, as Airbyte and Singer write them. */
const message = new Set(
  'RECORD STATE SCHEMA LOG TRACE SPEC CATALOG CONTROL CONNECTION_STATUS ACTIVATE_VERSION BATCH'.split(' '),
);

/** What a line of a data pipeline carries; `none` where it is a line about the pipeline itself, undefined where it is none. */
export function pipelineRecord(value: Json): unknown {
  const raw = value['_airbyte_data'];
  if (isObject(raw)) return raw;
  if (typeof raw === 'string') return parsed(raw);
  const type = value['type'];
  if (typeof type !== 'string' || !message.has(type)) return undefined;
  if (type !== 'RECORD') return isObject(value[type.toLowerCase()]) || !('id' in value) ? 'none' : undefined;
  const { record } = value;
  if (!isObject(record)) return undefined;
  // Airbyte names the stream inside and keeps the row in `data`; Singer names it outside.
  return isObject(record['data']) && 'stream' in record ? record['data'] : record;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** So much of a store's words is told, in characters. */
const wordsMax = 300;

function errorWords(value: Json): string | undefined {
  const status = statusOf(value['status'] ?? value['code'] ?? value['statusCode']);
  const says = ['title', 'message', 'detail', 'error', 'error_description'].flatMap((name) =>
    typeof value[name] === 'string' && value[name] !== '' ? [quoted(value[name], wordsMax)] : [],
  );
  const errors = Array.isArray(value['errors']) ? value['errors'].filter(isObject) : [];
  const isError = status !== undefined && (says.length > 0 || 'errors' in value);
  const isGraphqlError = errors.length > 0 && !('images' in value) && !('id' in value);
  const isBare = typeof value['error'] === 'string' && !('id' in value);
  if (!isError && !isGraphqlError && !isBare) return undefined;
  const inside = errors
    .map((error) => quoted(textOr(error['message'] ?? error['title'], ''), wordsMax))
    .filter((text) => text !== '""');
  const words = [...says, ...inside].slice(0, 3).join(', ');
  return `an error answer, and no image: ${[status, words].filter((part) => part !== undefined && part !== '').join(' ')}`;
}

function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : undefined;
}

/** GraphQL knows nodes and edges, and gives ids as `entityId`. */
function graphqlWords(value: Json): string | undefined {
  const isGraphql =
    isObject(value['site']) || 'entityId' in value || '__typename' in value || Array.isArray(value['edges']);
  return isGraphql
    ? 'an answer of GraphQL, which has other fields than V2 and V3: save the answer of V2 or V3 instead'
    : undefined;
}
