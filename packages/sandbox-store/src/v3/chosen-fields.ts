/** `include_fields` and `exclude_fields`: which fields of a thing V3 shows. The id is always among them. */

/** The fields of a thing that a query asks for; `always` names those that no choice leaves out. */
export function chosenFields(
  wire: Record<string, unknown>,
  query: URLSearchParams,
  always: Iterable<string> = [],
): Record<string, unknown> {
  const wanted = fieldsIn(query, 'include_fields');
  const unwanted = fieldsIn(query, 'exclude_fields');
  if (wanted.size === 0 && unwanted.size === 0) return wire;
  const kept = new Set([...wanted, ...always]);
  return Object.fromEntries(
    Object.entries(wire).filter(
      ([name]) => name === 'id' || (!unwanted.has(name) && (wanted.size === 0 || kept.has(name))),
    ),
  );
}

function fieldsIn(query: URLSearchParams, parameter: string): Set<string> {
  const names = (query.get(parameter) ?? '').split(',').map((name) => name.trim());
  return new Set(names.filter((name) => name !== ''));
}
