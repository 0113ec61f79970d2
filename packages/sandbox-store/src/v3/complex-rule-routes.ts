/** Complex rules in V3: rules of several modifier values, or of a modifier value and a variant, with a picture. */
import { z } from 'zod';
import { adjusterBody, adjusterFrom } from '../adjusters.ts';
import { ruleImageAddress } from '../picture-addresses.ts';
import { readBody } from '../request-body.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import { allRules, areKnown, blankRule, isDuplicate } from '../rules.ts';
import type { ProductRow, RuleCondition, RuleRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { v3Error, v3Item, v3NotFound } from './answers.ts';
import { gone, listOfThings } from './choice-answers.ts';
import { chosenFields } from './chosen-fields.ts';
import { bodyRefusal, invalid } from './image-body.ts';
import { imageFrom } from './value-body.ts';

const id = z.int().positive().nullable();
const condition = z.looseObject({ modifier_id: id, modifier_value_id: id, variant_id: id });
const ruleBody = z.looseObject({
  sort_order: z.int32().optional(),
  enabled: z.boolean().optional(),
  stop: z.boolean().optional(),
  purchasing_disabled: z.boolean().optional(),
  purchasing_disabled_message: z.string().max(255).optional(),
  purchasing_hidden: z.boolean().optional(),
  image_url: z.string().optional(),
  price_adjuster: adjusterBody,
  weight_adjuster: adjusterBody,
  conditions: z.array(condition).optional(),
});
const newRule = ruleBody.extend({ conditions: z.array(condition).min(1) });

/** Registers the routes of complex rules. */
export function complexRuleRoutes(resource: ReturnType<typeof createResource>): void {
  const rules = '/catalog/products/:pid/complex-rules';
  resource(rules, { GET: list, POST: create });
  resource(`${rules}/:rid`, { GET: get, PUT: update, DELETE: remove });
}

function list(request: ApiRequest): Response {
  const { store, path } = request;
  const product = store.tables.product(request.id('pid'));
  if (product === undefined) return v3NotFound(path);
  const rules =
    store.switches['v3-complex-rules'] === 'all' ? allRules(store, product) : store.tables.rules(product.id);
  return listOfThings(request, rules, (rule) => v3Rule(store, rule));
}

function find({ store, ...request }: ApiRequest): RuleRow | undefined {
  return store.tables.rules(request.id('pid')).find((rule) => rule.id === request.id('rid'));
}

function get(request: ApiRequest): Response {
  const rule = find(request);
  return rule === undefined
    ? v3NotFound(request.path)
    : v3Item(chosenFields(v3Rule(request.store, rule), request.query));
}

async function create(request: ApiRequest): Promise<Response> {
  const { store, path } = request;
  const product = store.tables.product(request.id('pid'));
  if (product === undefined) return v3NotFound(path);
  return save(request, product, undefined);
}

async function update(request: ApiRequest): Promise<Response> {
  const product = request.store.tables.product(request.id('pid'));
  const rule = find(request);
  if (product === undefined || rule === undefined) return v3NotFound(request.path);
  return save(request, product, rule);
}

async function save(
  { store, request }: ApiRequest,
  product: ProductRow,
  current: RuleRow | undefined,
): Promise<Response> {
  const body = await readBody(request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = (current === undefined ? newRule : ruleBody).safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const wanted = parsed.data;
  const before = current ?? blankRule(product.id, store.tables.takeThingId());
  const conditions =
    wanted.conditions === undefined ? before.conditions : conditionsOf(store, wanted.conditions);
  if (wanted.conditions !== undefined && !(isComplex(conditions) && areKnown(store, product, conditions)))
    return v3Error(422, 'ComplexRule was not valid.', { conditions: 'not those of a complex rule' });
  const rule: RuleRow = {
    ...before,
    sortOrder: wanted.sort_order ?? before.sortOrder,
    isEnabled: wanted.enabled ?? before.isEnabled,
    isStop: wanted.stop ?? before.isStop,
    isPurchasingDisabled: wanted.purchasing_disabled ?? before.isPurchasingDisabled,
    purchasingDisabledMessage: wanted.purchasing_disabled_message ?? before.purchasingDisabledMessage,
    isPurchasingHidden: wanted.purchasing_hidden ?? before.isPurchasingHidden,
    priceAdjuster:
      wanted.price_adjuster === undefined ? before.priceAdjuster : adjusterFrom(wanted.price_adjuster),
    weightAdjuster:
      wanted.weight_adjuster === undefined ? before.weightAdjuster : adjusterFrom(wanted.weight_adjuster),
    conditions,
  };
  if (isDuplicate(store, rule))
    return v3Error(409, 'ComplexRule was in conflict with another ComplexRule.', { conditions: 'duplicate' });
  const image = await imageFrom(store, rule.id, rule.image, wanted.image_url);
  if (image instanceof Response) return image;
  const saved = { ...rule, image };
  store.tables.putRule(saved);
  return v3Item(v3Rule(store, saved));
}

function conditionsOf(store: Store, given: readonly z.infer<typeof condition>[]): RuleCondition[] {
  return given.map((each) => ({
    id: store.tables.takeThingId(),
    optionId: each.modifier_id,
    valueId: each.modifier_value_id,
    variantId: each.variant_id,
  }));
}

// "Complex rules created or updated in the v3 API must have conditions that either reference multiple
// modifier_value_id's, or else reference a modifier_value_id and a variant_id." (complexRuleConditionBase)
function isComplex(conditions: readonly RuleCondition[]): boolean {
  const values = new Set(conditions.map(({ valueId }) => valueId).filter((value) => value !== null));
  return values.size > 1 || (values.size === 1 && conditions.some(({ variantId }) => variantId !== null));
}

function remove(request: ApiRequest): Response {
  const rule = find(request);
  if (rule !== undefined) request.store.tables.removeRule(rule);
  return gone(request, rule !== undefined);
}

function v3Rule(store: Store, rule: RuleRow): Record<string, unknown> {
  return {
    id: rule.id,
    product_id: rule.productId,
    sort_order: rule.sortOrder,
    enabled: rule.isEnabled,
    stop: rule.isStop,
    // An empty object where there is none, as in the page's example.
    price_adjuster: rule.priceAdjuster ?? {},
    weight_adjuster: rule.weightAdjuster ?? {},
    purchasing_disabled: rule.isPurchasingDisabled,
    purchasing_disabled_message: rule.purchasingDisabledMessage,
    purchasing_hidden: rule.isPurchasingHidden,
    image_url: rule.image === null ? '' : ruleImageAddress(store, rule.image),
    conditions: rule.conditions.map((each) => ({
      id: each.id,
      rule_id: rule.id,
      modifier_id: each.optionId,
      modifier_value_id: each.valueId,
      variant_id: each.variantId,
      combination_id: skuIdOf(store, each.variantId),
    })),
  };
}

function skuIdOf(store: Store, variantId: number | null): number {
  return variantId === null ? 0 : (store.tables.variant(variantId)?.skuId ?? 0);
}
