/** Modifiers and options in V3, their values, the image of a modifier's value, the pattern of a swatch. */
import { z } from 'zod';
import { ruleImageAddress } from '../picture-addresses.ts';
import { readBody } from '../request-body.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import { changeModifierValue, changeOptionValue, ruleImageOf } from '../rule-images.ts';
import type { ModifierRow, OptionRow, ProductRow, RuleImage } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { uploadBytes, uploadFromAddress } from '../uploads.ts';
import { pageOf, v3Error, v3Item, v3List, v3NotFound, v3Page } from './answers.ts';
import { bodyRefusal, invalid, orRefusal, tooManyFiles } from './image-body.ts';
import { v3Modifier, v3ModifierValue, v3Option, v3OptionValue } from './product-view.ts';

const modifierValueBody = z.looseObject({
  label: z.string().min(1).optional(),
  adjusters: z.looseObject({ image_url: z.string().optional() }).optional(),
});
const optionValueBody = z.looseObject({
  label: z.string().min(1).optional(),
  value_data: z
    .looseObject({ image_url: z.string().optional(), colors: z.array(z.string()).optional() })
    .optional(),
});

/** Registers the modifier and option routes. */
export function modifierRoutes(resource: ReturnType<typeof createResource>): void {
  const modifiers = '/catalog/products/:pid/modifiers';
  resource(modifiers, { GET: listModifiers });
  resource(`${modifiers}/:mid`, { GET: getModifier });
  resource(`${modifiers}/:mid/values`, { GET: listModifierValues });
  resource(`${modifiers}/:mid/values/:vid`, { GET: getModifierValue, PUT: updateModifierValue });
  resource(`${modifiers}/:mid/values/:vid/image`, { POST: setImage, DELETE: removeImage });
  const options = '/catalog/products/:pid/options';
  resource(options, { GET: listOptions });
  resource(`${options}/:oid`, { GET: getOption });
  resource(`${options}/:oid/values`, { GET: listOptionValues });
  resource(`${options}/:oid/values/:vid`, { GET: getOptionValue, PUT: updateOptionValue });
}

type Value = ModifierRow['values'][number];
type Found = {
  readonly product: ProductRow;
  readonly modifier: ModifierRow;
  readonly value?: Value | undefined;
};

function findModifier({ store, id }: ApiRequest, hasValue: boolean): Found | undefined {
  const product = store.tables.product(id('pid'));
  const modifier = product?.modifiers.find((each) => each.id === id('mid'));
  if (product === undefined || modifier === undefined) return undefined;
  const value = hasValue ? modifier.values.find((each) => each.id === id('vid')) : undefined;
  return hasValue && value === undefined ? undefined : { product, modifier, value };
}

function findOption({ store, id }: ApiRequest): { product: ProductRow; option: OptionRow } | undefined {
  const product = store.tables.product(id('pid'));
  const option = product?.options.find((each) => each.id === id('oid'));
  return product === undefined || option === undefined ? undefined : { product, option };
}

function listPage({ store, query }: ApiRequest, rows: readonly unknown[]): Response {
  const page = v3Page(query, store.switches['v3-limit-over-250']);
  return page instanceof Response ? page : v3List(pageOf(rows, page), rows.length, page, query);
}

function listModifiers(request: ApiRequest): Response {
  const { store, path, id } = request;
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v3NotFound(path);
  return listPage(
    request,
    product.modifiers.map((modifier) => v3Modifier(store, product.id, modifier)),
  );
}

function getModifier(request: ApiRequest): Response {
  const found = findModifier(request, false);
  if (found === undefined) return v3NotFound(request.path);
  return v3Item(v3Modifier(request.store, found.product.id, found.modifier));
}

function listModifierValues(request: ApiRequest): Response {
  const found = findModifier(request, false);
  if (found === undefined) return v3NotFound(request.path);
  const { id, values } = found.modifier;
  return listPage(
    request,
    values.map((value) => v3ModifierValue(request.store, id, value)),
  );
}

function getModifierValue(request: ApiRequest): Response {
  const found = findModifier(request, true);
  if (found?.value === undefined) return v3NotFound(request.path);
  return v3Item(v3ModifierValue(request.store, found.modifier.id, found.value));
}

async function updateModifierValue(request: ApiRequest): Promise<Response> {
  const { store } = request;
  const found = findModifier(request, true);
  if (found?.value === undefined) return v3NotFound(request.path);
  const body = await readBody(request.request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = modifierValueBody.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const { label = found.value.label, adjusters } = parsed.data;
  const image = await imageFrom(store, found.value.id, found.value.image, adjusters?.image_url);
  if (image instanceof Response) return image;
  const changed = changeModifierValue(store, found.product, found.value.id, { label, image });
  return changed === undefined
    ? v3NotFound(request.path)
    : v3Item(v3ModifierValue(store, found.modifier.id, changed));
}

async function setImage(request: ApiRequest): Promise<Response> {
  const { store, path } = request;
  const found = findModifier(request, true);
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
  return v3Item({ image_url: ruleImageAddress(store, image) });
}

function removeImage(request: ApiRequest): Response {
  const { store, path } = request;
  const behaviour = store.switches['modifier-image-delete'];
  if (behaviour === '405') return v3Error(405, 'Method Not Allowed');
  const found = findModifier(request, true);
  if (behaviour === '404' || found?.value === undefined) return v3NotFound(path);
  changeModifierValue(store, found.product, found.value.id, { image: null });
  return new Response(null, { status: 204 });
}

function listOptions(request: ApiRequest): Response {
  const { store, path, id } = request;
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v3NotFound(path);
  return listPage(
    request,
    product.options.map((option) => v3Option(store, product.id, option)),
  );
}

function getOption(request: ApiRequest): Response {
  const found = findOption(request);
  if (found === undefined) return v3NotFound(request.path);
  return v3Item(v3Option(request.store, found.product.id, found.option));
}

function listOptionValues(request: ApiRequest): Response {
  const found = findOption(request);
  if (found === undefined) return v3NotFound(request.path);
  return listPage(
    request,
    found.option.values.map((value) => v3OptionValue(request.store, value)),
  );
}

function getOptionValue(request: ApiRequest): Response {
  const value = findOption(request)?.option.values.find(({ id }) => id === request.id('vid'));
  return value === undefined ? v3NotFound(request.path) : v3Item(v3OptionValue(request.store, value));
}

async function updateOptionValue(request: ApiRequest): Promise<Response> {
  const { store } = request;
  const found = findOption(request);
  const value = found?.option.values.find(({ id }) => id === request.id('vid'));
  if (found === undefined || value === undefined) return v3NotFound(request.path);
  const body = await readBody(request.request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = optionValueBody.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const { label, value_data: wanted } = parsed.data;
  const swatch = await imageFrom(store, value.id, value.swatch ?? null, wanted?.image_url);
  if (swatch instanceof Response) return swatch;
  const changed = changeOptionValue(store, found.product, value.id, ({ colors, ...rest }) => ({
    id: rest.id,
    sortOrder: rest.sortOrder,
    isDefault: rest.isDefault,
    label: label ?? rest.label,
    ...(swatch === null ? { colors: wanted?.colors ?? colors ?? [] } : { swatch }),
  }));
  return changed === undefined ? v3NotFound(request.path) : v3Item(v3OptionValue(store, changed));
}

/** What an image_url makes of a picture: unchanged where it is absent or as read, none where it is empty. */
async function imageFrom(
  store: Store,
  id: number,
  current: RuleImage | null,
  address: string | undefined,
): Promise<RuleImage | null | Response> {
  if (address === undefined || (current !== null && address === ruleImageAddress(store, current)))
    return current;
  if (address === '') return null;
  const picture = orRefusal(await uploadFromAddress(store, address, 'rule-image'));
  return picture instanceof Response ? picture : ruleImageOf(store, id, picture);
}
