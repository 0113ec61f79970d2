/** Variant options in V3 and their values; a value of a swatch carries colours or a picture. */
import { z } from 'zod';
import {
  isNameTaken,
  ownOptionValues,
  putOption,
  removeOption,
  removeValue,
  valuesMax,
  withValue,
} from '../choices.ts';
import { readBody } from '../request-body.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import type { OptionRow, OptionValueRow, ProductRow } from '../state/rows.ts';
import { v3Error, v3Item, v3NotFound } from './answers.ts';
import { gone, listOfThings, nameConflict, tooManyValues } from './choice-answers.ts';
import { chosenFields } from './chosen-fields.ts';
import { bodyRefusal, invalid } from './image-body.ts';
import { v3Option, v3OptionValue } from './product-view.ts';
import { type OptionValueBody, optionValueBody, optionValueOf, required } from './value-body.ts';

const type = z.enum([
  'radio_buttons',
  'rectangles',
  'dropdown',
  'product_list',
  'product_list_with_images',
  'swatch',
]);
const newValue = optionValueBody.extend(required);
const optionBody = z.looseObject({
  display_name: z.string().min(1).max(255).optional(),
  type: type.optional(),
  sort_order: z.int().optional(),
  option_values: z.array(optionValueBody).optional(),
});
const newOption = optionBody.extend({
  display_name: z.string().min(1).max(255),
  type,
  option_values: z.array(optionValueBody.extend({ label: required.label })).min(1),
});

/** Registers the option routes. */
export function optionRoutes(resource: ReturnType<typeof createResource>): void {
  const options = '/catalog/products/:pid/options';
  resource(options, { GET: list, POST: create });
  resource(`${options}/:oid`, { GET: get, PUT: update, DELETE: remove });
  resource(`${options}/:oid/values`, { GET: listValues, POST: createValue });
  resource(`${options}/:oid/values/:vid`, { GET: getValue, PUT: updateValue, DELETE: removeOneValue });
}

interface Found {
  readonly product: ProductRow;
  readonly option: OptionRow;
}

function find({ store, id }: ApiRequest): Found | undefined {
  const product = store.tables.product(id('pid'));
  const option = product?.options.find((each) => each.id === id('oid'));
  return product === undefined || option === undefined ? undefined : { product, option };
}

function list(request: ApiRequest): Response {
  const { store, path, id } = request;
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v3NotFound(path);
  return listOfThings(request, product.options, (option) => v3Option(store, product.id, option));
}

function get(request: ApiRequest): Response {
  const found = find(request);
  if (found === undefined) return v3NotFound(request.path);
  return v3Item(chosenFields(v3Option(request.store, found.product.id, found.option), request.query));
}

async function create(request: ApiRequest): Promise<Response> {
  const { store, path, id } = request;
  const body = await readBody(request.request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = newOption.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v3NotFound(path);
  const wanted = parsed.data;
  if (isNameTaken(product, wanted.display_name)) return nameConflict();
  const values = await valuesOf(request, [], wanted.option_values);
  if (values instanceof Response) return values;
  const option: OptionRow = {
    id: store.tables.takeThingId(),
    displayName: wanted.display_name,
    type: wanted.type,
    sortOrder: wanted.sort_order ?? product.options.length,
    values,
  };
  putOption(store, product, option);
  return v3Item(v3Option(store, product.id, option));
}

async function update(request: ApiRequest): Promise<Response> {
  const { store, path } = request;
  const body = await readBody(request.request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = optionBody.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const found = find(request);
  if (found === undefined) return v3NotFound(path);
  const { product, option } = found;
  const wanted = parsed.data;
  if (wanted.display_name !== undefined && isNameTaken(product, wanted.display_name, option.id))
    return nameConflict();
  const values = await valuesOf(request, option.values, wanted.option_values ?? []);
  if (values instanceof Response) return values;
  const changed: OptionRow = {
    ...option,
    displayName: wanted.display_name ?? option.displayName,
    type: wanted.type ?? option.type,
    sortOrder: wanted.sort_order ?? option.sortOrder ?? 0,
    values,
  };
  putOption(store, product, changed);
  ownOptionValues(store, product.id);
  return v3Item(v3Option(store, product.id, find(request)?.option ?? changed));
}

// A value with the id of one that is there changes it, another is new; what becomes of those that an update does not
// name is not documented: they stay.
async function valuesOf(
  { store }: ApiRequest,
  current: readonly OptionValueRow[],
  bodies: readonly OptionValueBody[],
): Promise<OptionValueRow[] | Response> {
  let values = [...current];
  for (const body of bodies) {
    const value = await optionValueOf(
      store,
      body,
      values.find(({ id }) => id === body.id),
      values.length,
    );
    if (value instanceof Response) return value;
    values = withValue(values, value);
  }
  return values.length > valuesMax ? tooManyValues() : values;
}

function remove(request: ApiRequest): Response {
  const found = find(request);
  if (found !== undefined) removeOption(request.store, found.product, found.option.id);
  return gone(request, found !== undefined);
}

function listValues(request: ApiRequest): Response {
  const found = find(request);
  if (found === undefined) return v3NotFound(request.path);
  return listOfThings(request, found.option.values, (value) => v3OptionValue(request.store, value));
}

function getValue(request: ApiRequest): Response {
  const value = find(request)?.option.values.find(({ id }) => id === request.id('vid'));
  return value === undefined
    ? v3NotFound(request.path)
    : v3Item(chosenFields(v3OptionValue(request.store, value), request.query));
}

async function createValue(request: ApiRequest): Promise<Response> {
  return saveValue(request, newValue, (option) => ({ current: undefined, place: option.values.length }));
}

async function updateValue(request: ApiRequest): Promise<Response> {
  return saveValue(request, optionValueBody, (option) => {
    const current = option.values.find(({ id }) => id === request.id('vid'));
    return current === undefined ? undefined : { current, place: current.sortOrder };
  });
}

async function saveValue(
  request: ApiRequest,
  schema: z.ZodType<OptionValueBody>,
  which: (option: OptionRow) => { current: OptionValueRow | undefined; place: number } | undefined,
): Promise<Response> {
  const { store, path } = request;
  const found = find(request);
  const target = found === undefined ? undefined : which(found.option);
  if (found === undefined || target === undefined) return v3NotFound(path);
  const body = await readBody(request.request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = schema.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const { option, product } = found;
  const isLabelTaken = option.values.some(
    ({ id, label }) => label === parsed.data.label && id !== target.current?.id,
  );
  if (isLabelTaken)
    return v3Error(422, 'OptionValue was not valid.', { label: 'The label is there already.' });
  if (target.current === undefined && option.values.length >= valuesMax) return tooManyValues();
  const value = await optionValueOf(store, parsed.data, target.current, target.place);
  if (value instanceof Response) return value;
  const now = find(request)?.option ?? option;
  putOption(store, product, { ...now, values: withValue(now.values, value) });
  const idOf = ownOptionValues(store, product.id);
  return v3Item(v3OptionValue(store, { ...value, id: idOf(value.id) }));
}

function removeOneValue(request: ApiRequest): Response {
  const found = find(request);
  const isThere = found?.option.values.some(({ id }) => id === request.id('vid')) === true;
  if (found !== undefined && isThere) removeValue(request.store, found.product, request.id('vid'));
  return gone(request, isThere);
}
