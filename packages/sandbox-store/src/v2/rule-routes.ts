/** V2's product rules: those underneath V3's modifier values and variants, V3's complex rules, and V2's own. */

import { adjusterBody, adjusterFrom } from '../adjusters.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import { changeModifierValue } from '../rule-images.ts';
import { allRules, areKnown, blankRule } from '../rules.ts';
import type { Adjuster, ProductRow, RuleCondition, RuleRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { v2List, v2NotFound, v2Page, v2PageOf } from './answers.ts';
import { numberOf, readV2Object, v2Created, v2Invalid } from './body.ts';
import { pictureFrom, shownRuleFile } from './rule-picture.ts';

const readOnly = ['id', 'product_id'];

/** Registers the rule routes. */
export function v2RuleRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/products/rules/count', { GET: countAll });
  resource('/products/:pid/rules', { GET: list, POST: create, DELETE: removeMany });
  resource('/products/:pid/rules/count', { GET: countOne });
  resource('/products/:pid/rules/:rid', { GET: get, PUT: update, DELETE: remove });
}

/** Where V2 has ids of its own for the values in conditions, they lie so far behind V3's. */
const OWN_VALUES_FROM = 7_000_000;
const behindV3 = ({ switches }: Store): number =>
  switches['v2-rule-value-ids'] === 'own' ? OWN_VALUES_FROM : 0;

/** The rules of a product but for those that V2 was made to hide. */
const shownRules = (store: Store, product: ProductRow): RuleRow[] =>
  allRules(store, product).filter(({ id }) => store.ruleViews.get(id) !== 'hidden');

function v2Rule(store: Store, rule: RuleRow): Record<string, unknown> {
  const planted = store.ruleViews.get(rule.id);
  return {
    id: rule.id,
    product_id: rule.productId,
    sort_order: rule.sortOrder,
    is_enabled: rule.isEnabled,
    is_stop: rule.isStop,
    price_adjuster: rule.priceAdjuster,
    weight_adjuster: rule.weightAdjuster,
    is_purchasing_disabled: rule.isPurchasingDisabled,
    purchasing_disabled_message: rule.purchasingDisabledMessage,
    is_purchasing_hidden: rule.isPurchasingHidden,
    image_file: shownRuleFile(store, rule.image),
    conditions: rule.conditions.map(({ optionId, valueId, variantId }) => ({
      product_option_id: optionId,
      option_value_id: valueId === null ? null : valueId + behindV3(store),
      sku_id: variantId === null ? null : (store.tables.variant(variantId)?.skuId ?? null),
    })),
    ...(planted === 'hidden' ? {} : planted),
  };
}

function productOf({ store, id }: ApiRequest): ProductRow | undefined {
  return store.tables.product(id('pid'));
}

function list(request: ApiRequest): Response {
  const { store, query } = request;
  const product = productOf(request);
  if (product === undefined) return v2NotFound();
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const rows = v2PageOf(shownRules(store, product), page).map((rule) => v2Rule(store, rule));
  return v2List(rows, store.switches['v2-empty-list']);
}

function countOne(request: ApiRequest): Response {
  const product = productOf(request);
  return product === undefined
    ? v2NotFound()
    : Response.json({ count: shownRules(request.store, product).length });
}

function countAll({ store }: ApiRequest): Response {
  const rules = store.tables.products().reduce((sum, product) => sum + shownRules(store, product).length, 0);
  return Response.json({ count: rules });
}

function find(request: ApiRequest): { product: ProductRow; rule: RuleRow } | undefined {
  const product = productOf(request);
  if (product === undefined) return undefined;
  const rule = shownRules(request.store, product).find(({ id }) => id === request.id('rid'));
  return rule && { product, rule };
}

function get(request: ApiRequest): Response {
  const found = find(request);
  return found === undefined ? v2NotFound() : Response.json(v2Rule(request.store, found.rule));
}

async function create(request: ApiRequest): Promise<Response> {
  const { store } = request;
  const product = productOf(request);
  if (product === undefined) return v2NotFound();
  const body = await readV2Object(request.request, readOnly, ['conditions']);
  if (body instanceof Response) return body;
  const rule = await ruleAfter(store, product, blankRule(product.id, store.tables.takeThingId()), body);
  if (rule instanceof Response) return rule;
  if (rule.conditions.length === 0) return v2Invalid('conditions');
  store.tables.putRule(rule);
  const path = `/stores/${store.hash}/v2/products/${product.id}/rules/${rule.id}`;
  return v2Created(store.origin(), path, v2Rule(store, rule));
}

async function update(request: ApiRequest): Promise<Response> {
  const { store } = request;
  const found = find(request);
  if (found === undefined) return v2NotFound();
  const body = await readV2Object(request.request, readOnly);
  if (body instanceof Response) return body;
  const rule = await ruleAfter(store, found.product, found.rule, body);
  if (rule instanceof Response) return rule;
  saveRule(store, found.product, found.rule, rule);
  return Response.json(v2Rule(store, rule));
}

// A rule underneath a value or a variant stays there for as long as they can hold it; then it stands by itself.
function saveRule(store: Store, product: ProductRow, before: RuleRow, rule: RuleRow): void {
  const { image, priceAdjuster, weightAdjuster } = rule;
  const held = { image, priceAdjuster, weightAdjuster };
  const isHeld = JSON.stringify({ ...before, ...held }) === JSON.stringify({ ...rule, ...held });
  const kept = isHeld ? held : { image: null, priceAdjuster: null, weightAdjuster: null };
  const value = product.modifiers.flatMap(({ values }) => values).find(({ ruleId }) => ruleId === rule.id);
  const variant = store.tables.variants(product.id).find(({ skuId }) => skuId === rule.id);
  if (isStored(store, rule) || (value === undefined && variant === undefined))
    return store.tables.putRule(rule);
  if (value !== undefined) changeModifierValue(store, product, value.id, kept);
  if (variant !== undefined) store.tables.putVariant({ ...variant, image: kept.image });
  if (!isHeld) store.tables.putRule(rule);
}

function isStored({ tables }: Store, { productId, id }: RuleRow): boolean {
  return tables.rules(productId).some((rule) => rule.id === id);
}

function remove(request: ApiRequest): Response {
  const found = find(request);
  if (found === undefined) return v2NotFound();
  removeRule(request.store, found.product, found.rule);
  return new Response(null, { status: 204 });
}

function removeMany(request: ApiRequest): Response {
  const { store, query } = request;
  const product = productOf(request);
  if (product === undefined) return v2NotFound();
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const rules = shownRules(store, product);
  const doomed = store.switches['v2-delete-all'] === 'all' ? rules : v2PageOf(rules, page);
  for (const rule of doomed) removeRule(store, product, rule);
  return new Response(null, { status: 204 });
}

function removeRule(store: Store, product: ProductRow, rule: RuleRow): void {
  if (isStored(store, rule)) return store.tables.removeRule(rule);
  saveRule(store, product, rule, { ...rule, image: null, priceAdjuster: null, weightAdjuster: null });
}

/** A rule after a body. Conditions are appended: "This operation does not overwrite existing conditions." */
async function ruleAfter(
  store: Store,
  product: ProductRow,
  rule: RuleRow,
  body: Record<string, unknown>,
): Promise<RuleRow | Response> {
  const added = body['conditions'] === undefined ? [] : conditionsOf(store, product, body['conditions']);
  if (added === undefined || !areKnown(store, product, added)) return v2Invalid('conditions');
  const price = adjusterIn(body, 'price_adjuster', rule.priceAdjuster);
  if (price instanceof Response) return price;
  const weight = adjusterIn(body, 'weight_adjuster', rule.weightAdjuster);
  if (weight instanceof Response) return weight;
  const sortOrder = body['sort_order'] === undefined ? rule.sortOrder : numberOf(body['sort_order']);
  if (sortOrder === undefined) return v2Invalid('sort_order');
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = body[name];
    return typeof value === 'boolean' ? value : otherwise;
  };
  const message = body['purchasing_disabled_message'];
  const image = await pictureFrom(store, rule.id, rule.image, body['image_file'], 'image_file');
  if (image instanceof Response) return image;
  return {
    ...rule,
    sortOrder,
    isEnabled: flag('is_enabled', rule.isEnabled),
    isStop: flag('is_stop', rule.isStop),
    isPurchasingDisabled: flag('is_purchasing_disabled', rule.isPurchasingDisabled),
    purchasingDisabledMessage: typeof message === 'string' ? message : rule.purchasingDisabledMessage,
    isPurchasingHidden: flag('is_purchasing_hidden', rule.isPurchasingHidden),
    priceAdjuster: price,
    weightAdjuster: weight,
    image,
    conditions: [...rule.conditions, ...added],
  };
}

function adjusterIn(
  body: Record<string, unknown>,
  name: string,
  otherwise: Adjuster | null,
): Adjuster | null | Response {
  if (body[name] === undefined) return otherwise;
  const parsed = adjusterBody.safeParse(body[name]);
  return parsed.success ? adjusterFrom(parsed.data) : v2Invalid(name);
}

function conditionsOf(store: Store, product: ProductRow, given: unknown): RuleCondition[] | undefined {
  if (!Array.isArray(given)) return undefined;
  const variants = store.tables.variants(product.id);
  return given.map((each: unknown) => {
    const condition = Object(each) as Record<string, unknown>;
    const sku = numberOf(condition['sku_id']);
    const value = numberOf(condition['option_value_id']);
    return {
      id: store.tables.takeThingId(),
      optionId: numberOf(condition['product_option_id']) ?? null,
      valueId: value === undefined ? null : value - behindV3(store),
      variantId: sku === undefined ? null : (variants.find(({ skuId }) => skuId === sku)?.id ?? 0),
    };
  });
}
