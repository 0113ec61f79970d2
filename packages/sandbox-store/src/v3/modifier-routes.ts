/** Modifiers in V3, their values, and the image of a value. */
import { z } from 'zod';
import {
  isNameTaken,
  ownOptionValues,
  putModifier,
  removeModifier,
  removeValue,
  valuesMax,
  withValue,
} from '../choices.ts';
import { ruleImageAddress } from '../picture-addresses.ts';
import { readBody } from '../request-body.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import { changeModifierValue, ruleImageOf } from '../rule-images.ts';
import type { ModifierRow, ModifierValueRow, ProductRow } from '../state/rows.ts';
import { uploadBytes } from '../uploads.ts';
import { v3Error, v3Item, v3NotFound } from './answers.ts';
import { gone, listOfThings, nameConflict, tooManyValues } from './choice-answers.ts';
import { chosenFields } from './chosen-fields.ts';
import { bodyRefusal, invalid, orRefusal, tooManyFiles } from './image-body.ts';
import { v3Modifier, v3ModifierValue } from './product-view.ts';
import { type ModifierValueBody, modifierValueBody, modifierValueOf, required } from './value-body.ts';

const type = z.enum([
  'date',
  'checkbox',
  'file',
  'text',
  'multi_line_text',
  'numbers_only_text',
  'radio_buttons',
  'rectangles',
  'dropdown',
  'product_list',
  'product_list_with_images',
  'swatch',
]);
const newValue = modifierValueBody.extend(required);
const modifierBody = z.looseObject({
  display_name: z.string().min(1).max(255).optional(),
  type: type.optional(),
  required: z.boolean().optional(),
  sort_order: z.int().optional(),
  config: z.unknown().optional(),
  option_values: z.array(modifierValueBody).optional(),
});
const newModifier = modifierBody.extend({
  display_name: z.string().min(1).max(255),
  type,
  required: z.boolean(),
});

/** Registers the modifier routes. */
export function modifierRoutes(resource: ReturnType<typeof createResource>): void {
  const modifiers = '/catalog/products/:pid/modifiers';
  resource(modifiers, { GET: list, POST: create });
  resource(`${modifiers}/:mid`, { GET: get, PUT: update, DELETE: remove });
  resource(`${modifiers}/:mid/values`, { GET: listValues, POST: createValue });
  resource(`${modifiers}/:mid/values/:vid`, { GET: getValue, PUT: updateValue, DELETE: removeOneValue });
  resource(`${modifiers}/:mid/values/:vid/image`, { POST: setImage, DELETE: removeImage });
}

interface Found {
  readonly product: ProductRow;
  readonly modifier: ModifierRow;
  /** The one that the path names, where it names one. */
  readonly value?: ModifierValueRow | undefined;
}

function find({ store, id }: ApiRequest): Found | undefined {
  const product = store.tables.product(id('pid'));
  const modifier = product?.modifiers.find((each) => each.id === id('mid'));
  if (product === undefined || modifier === undefined) return undefined;
  return { product, modifier, value: modifier.values.find((each) => each.id === id('vid')) };
}

function list(request: ApiRequest): Response {
  const { store, path, id } = request;
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v3NotFound(path);
  return listOfThings(request, product.modifiers, (modifier) => v3Modifier(store, product.id, modifier));
}

function get(request: ApiRequest): Response {
  const found = find(request);
  if (found === undefined) return v3NotFound(request.path);
  return v3Item(chosenFields(v3Modifier(request.store, found.product.id, found.modifier), request.query));
}

async function create(request: ApiRequest): Promise<Response> {
  const { store, path, id } = request;
  const body = await readBody(request.request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = newModifier.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v3NotFound(path);
  const blank: ModifierRow = {
    id: store.tables.takeThingId(),
    displayName: parsed.data.display_name,
    required: parsed.data.required,
    type: parsed.data.type,
    sortOrder: product.modifiers.length,
    values: [],
  };
  return save(request, product, blank, parsed.data);
}

async function update(request: ApiRequest): Promise<Response> {
  const body = await readBody(request.request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = modifierBody.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const found = find(request);
  if (found === undefined) return v3NotFound(request.path);
  return save(request, found.product, found.modifier, parsed.data);
}

// As with options: values that an update does not name stay.
async function save(
  { store }: ApiRequest,
  product: ProductRow,
  modifier: ModifierRow,
  wanted: z.infer<typeof modifierBody>,
): Promise<Response> {
  if (isNameTaken(product, wanted.display_name ?? modifier.displayName, modifier.id)) return nameConflict();
  let values = [...modifier.values];
  for (const body of wanted.option_values ?? []) {
    const current = values.find(({ id }) => id === body.id);
    const value = await modifierValueOf(store, body, current, values.length);
    if (value instanceof Response) return value;
    values = withValue(values, value);
  }
  if (values.length > valuesMax) return tooManyValues();
  const config = wanted.config ?? modifier.config;
  const changed: ModifierRow = {
    ...modifier,
    displayName: wanted.display_name ?? modifier.displayName,
    required: wanted.required ?? modifier.required,
    type: wanted.type ?? modifier.type ?? 'radio_buttons',
    sortOrder: wanted.sort_order ?? modifier.sortOrder ?? 0,
    ...(config === undefined ? {} : { config }),
    values,
  };
  putModifier(store, product, changed);
  ownOptionValues(store, product.id);
  return v3Item(v3Modifier(store, product.id, changed));
}

function remove(request: ApiRequest): Response {
  const found = find(request);
  if (found !== undefined) removeModifier(request.store, found.product, found.modifier.id);
  return gone(request, found !== undefined);
}

function listValues(request: ApiRequest): Response {
  const found = find(request);
  if (found === undefined) return v3NotFound(request.path);
  const { id, values } = found.modifier;
  return listOfThings(request, values, (value) => v3ModifierValue(request.store, id, value));
}

function getValue(request: ApiRequest): Response {
  const found = find(request);
  if (found?.value === undefined) return v3NotFound(request.path);
  return v3Item(chosenFields(v3ModifierValue(request.store, found.modifier.id, found.value), request.query));
}

async function createValue(request: ApiRequest): Promise<Response> {
  const found = find(request);
  if (found === undefined) return v3NotFound(request.path);
  return saveValue(request, { ...found, value: undefined }, newValue);
}

async function updateValue(request: ApiRequest): Promise<Response> {
  const found = find(request);
  return found?.value === undefined ? v3NotFound(request.path) : saveValue(request, found, modifierValueBody);
}

async function saveValue(
  api: ApiRequest,
  { product, modifier, value: current }: Found,
  schema: z.ZodType<ModifierValueBody>,
): Promise<Response> {
  const { store, request } = api;
  const body = await readBody(request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = schema.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  if (current === undefined && modifier.values.length >= valuesMax) return tooManyValues();
  const place = current?.sortOrder ?? modifier.values.length;
  const value = await modifierValueOf(store, parsed.data, current, place);
  if (value instanceof Response) return value;
  const now = find(api)?.modifier ?? modifier;
  putModifier(store, product, { ...now, values: withValue(now.values, value) });
  ownOptionValues(store, product.id);
  return v3Item(v3ModifierValue(store, modifier.id, value));
}

function removeOneValue(request: ApiRequest): Response {
  const found = find(request);
  if (found?.value !== undefined) removeValue(request.store, found.product, found.value.id);
  return gone(request, found?.value !== undefined);
}

async function setImage(request: ApiRequest): Promise<Response> {
  const { store, path } = request;
  const found = find(request);
  if (found?.value === undefined) return v3NotFound(path);
  const body = await readBody(request.request);
  if (body.kind === 'unsupported' || body.kind === 'broken') return bodyRefusal(body);
  if (body.kind === 'multipart' && body.fileCount > 1) return tooManyFiles();
  const file = body.kind === 'multipart' ? body.files.get('image_file') : undefined;
  if (file === undefined) {
    return v3Error(
      422,
      'Modifier image was not valid. This is the result of missing image_file fields, or of a non-URL value.',
    );
  }
  const picture = orRefusal(await uploadBytes(store, file.bytes, file.name, 'rule-image'));
  if (picture instanceof Response) return picture;
  const image = ruleImageOf(store, found.value.id, picture);
  changeModifierValue(store, found.product, found.value.id, { image });
  ownOptionValues(store, found.product.id);
  return v3Item({ image_url: ruleImageAddress(store, image) });
}

function removeImage(request: ApiRequest): Response {
  const { store, path } = request;
  const behaviour = store.switches['modifier-image-delete'];
  if (behaviour === '405') return v3Error(405, 'Method Not Allowed');
  const found = find(request);
  if (behaviour === '404' || found?.value === undefined) return v3NotFound(path);
  changeModifierValue(store, found.product, found.value.id, { image: null });
  return new Response(null, { status: 204 });
}
