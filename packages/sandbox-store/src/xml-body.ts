/** A body in XML, as V2 once took it: one element with a child for each field, whose values are text. */

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The fields of such a body, or undefined where it is something else. */
export function fieldsOfXml(text: string): Record<string, string> | undefined {
  const bare = text.replace(/^\uFEFF?\s*(?:<\?xml[^>]*\?>)?/, '').trim();
  const [, , inner] = /^<(\w+)>([^]*)<\/\1>$/.exec(bare) ?? [];
  if (inner === undefined) return undefined;
  const fields: Record<string, string> = {};
  const rest = inner.replaceAll(
    /<(\w+)(?:\s*\/>|>([^<]*)<\/\1>)/g,
    (_, name: string, value: string | undefined) => {
      fields[name] = decoded(value ?? '');
      return '';
    },
  );
  return rest.trim() === '' ? fields : undefined;
}

function decoded(text: string): string {
  return text.replaceAll(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
