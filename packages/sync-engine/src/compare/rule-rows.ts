// Pictures that follow a choice, in one store: V2's rules of one product against V3's values of modifiers and complex rules.
// Only ids tell which is which, of an option's value and of a SKU, and nobody has said that V2's and V3's are the same ones; so
// invariant: what stands under ids that V3 does not show is never called the same, whatever its file is called. Pure.
import type { V2Rule, V2Sku } from '@cutover/v2-client';
import type { RuleViews } from '../read/rule-views.ts';
import type { ReadSlot } from '../read/slot-readings.ts';
import type { Saying, ShownByChoice } from '../sayings.ts';
import { namedSlot } from '../slots.ts';
import { type ConditionsOfProduct, conditionsIn, type Key } from './rule-conditions.ts';
import { fileOf, isSameFile, isSlotFile, ownPicture } from './view-files.ts';

/** A picture that one or both views show where a choice is made; V2 is the source. */
export interface RuleRow {
  readonly sign: '=' | '~' | '+' | '-' | '!';
  readonly rule?: 'view-image-missing' | 'view-field-differs' | 'rule-picture';
  readonly inV2: V2Rule | undefined;
  /** Where V3 has it, or could; undefined: nowhere. */
  readonly inV3: Holder | undefined;
  readonly says: Saying;
}

/** A value of a modifier, or a complex rule. */
export interface Holder {
  readonly key: string;
  readonly address: string;
  /** The same, unless it is a copy of a product image. */
  readonly own: string;
  readonly slot?: ReadSlot;
  readonly named: ShownByChoice;
  /** A value's picture is shown unless the rule underneath it is off; undefined: V3 does not say. */
  readonly isOn: boolean | undefined;
}

/** A rule of V2. */
interface Shown {
  readonly rule: V2Rule;
  readonly key: Key;
  readonly named: RuleNamed;
}
type RuleNamed = Extract<ShownByChoice, { readonly rule: number }>;

export function ruleRows(views: RuleViews, skus: readonly V2Sku[] = []): RuleRow[] {
  const { rules } = views;
  const about = conditionsIn(views);
  const holders = holdersOf(views, about);
  if (typeof rules === 'string')
    return holders
      .filter(({ own }) => own !== '')
      .map((inV3) => row('!', { inV3 }, { code: 'choice-not-compared', shown: inV3.named, rules }));
  const all = rules.map((rule): Shown => {
    const { key, where } = about.ofV2(rule);
    return { rule, key, named: { rule: rule.id, where } };
  });
  const inV2 = new Set(all.map(({ key }) => key));
  const shown = Map.groupBy(
    all.filter(({ rule }) => rule.image_file !== ''),
    ({ key }) => key,
  );
  const held = Map.groupBy(holders, ({ key }) => key);
  const isListed = views.complexRules !== 'gone';
  const keys = new Set([...held.keys(), ...[...shown.keys()].flatMap((key) => key ?? [])]);
  const known = [...keys].flatMap((key) => {
    const variant = about.variantOf(key);
    const group = { shown: shown.get(key) ?? [], holders: held.get(key) ?? [] };
    return rowsOf(variant === undefined ? group : withoutPictureOf(variant, group, skus), {
      variant,
      isListed,
      isInV2: inV2.has(key),
    });
  });
  return withUnknown(known, shown.get(undefined) ?? [], isListed);
}

/** Of a product that V3 alone lists. */
export function ruleRowsOfV3(views: RuleViews): RuleRow[] {
  return holdersOf(views, conditionsIn(views))
    .filter(({ own }) => own !== '')
    .map((inV3) =>
      row('-', { inV3 }, { code: 'choice-product-not-listed', shown: inV3.named }, 'view-image-missing'),
    );
}

/** Empty ones too; a complex rule that repeats the picture of a value or a variant is the one underneath it. */
function holdersOf(views: RuleViews, about: ConditionsOfProduct): Holder[] {
  const slots = new Map(views.values.map((slot) => [about.keyOfValue(slot), slot]));
  const rules = views.complexRules === 'gone' ? [] : views.complexRules;
  const offBeneath = new Set<string>();
  const ofRules = rules.flatMap((rule): Holder[] => {
    const { key, where } = about.ofV3(rule);
    const { image_url: address, enabled } = rule;
    const slot = slots.get(key) ?? about.variantOf(key);
    const isUnderneath = address !== '' && slot !== undefined && fileOf(slot.address) === fileOf(address);
    if (isUnderneath && enabled === false) offBeneath.add(key);
    const isOn = enabled ?? undefined;
    return isUnderneath
      ? []
      : [{ key, address, own: ownPicture({ address }), named: { rule: rule.id, where }, isOn }];
  });
  const values = views.values.map((slot): Holder => {
    const { address } = slot;
    const key = about.keyOfValue(slot);
    const isOn = !offBeneath.has(key);
    return { key, address, own: ownPicture(slot), slot, named: namedSlot(slot), isOn };
  });
  return [...values, ...ofRules];
}

/** Under the same conditions. */
interface Group {
  readonly shown: readonly Shown[];
  readonly holders: readonly Holder[];
}

/** The picture of a variant is compared with its SKU's, and the rule underneath shows no other. */
function withoutPictureOf(variant: ReadSlot, group: Group, skus: readonly V2Sku[]): Group {
  const ofSku = skus.find(({ id }) => id === variant.skuId)?.image_file ?? '';
  const files = new Set([variant.address, ofSku].filter((place) => place !== '').map(fileOf));
  return { ...group, shown: group.shown.filter(({ rule }) => !files.has(fileOf(rule.image_file))) };
}

interface Around {
  /** Where the group is that of a variant. */
  readonly variant: ReadSlot | undefined;
  /** Whether V3 has listed its complex rules. */
  readonly isListed: boolean;
  /** Whether V2 has such a rule, with a picture or without. */
  readonly isInV2: boolean;
}

/** What stands under the same conditions in both views. */
function rowsOf({ shown, holders }: Group, around: Around): RuleRow[] {
  const same = shown.flatMap((one) => {
    const inV3 = holders.find(
      ({ own, address }) => own !== '' && isSameFile(one.rule.image_file, address) === true,
    );
    return inV3 === undefined ? [] : [{ one, inV3 }];
  });
  const left = shown.filter((one) => same.every((pair) => pair.one !== one));
  const free = holders.filter((one) => same.every(({ inV3 }) => inV3 !== one));
  const pictured = free.filter(({ own }) => own !== '');
  const rows = same.map(({ one: { rule, named }, inV3 }) =>
    sameFile(rule, inV3.slot === undefined ? named : inV3.named, inV3),
  );
  if (left.length === 0) return [...rows, ...pictured.map((inV3) => onlyInV3(inV3, around))];
  // What a value shows is what a rule of that value is to be held against; other rules of it are V3's own.
  const slot = pictured.find((one) => one.slot !== undefined);
  const one = left.length === 1 ? (slot ?? (pictured.length === 1 ? pictured[0] : undefined)) : undefined;
  if (pictured.length === 0 || one !== undefined) {
    const inV3 = one ?? free[0];
    const taken = same.map((pair) => pair.inV3);
    return [
      ...rows,
      ...left.map((each) =>
        inV3 === undefined ? withoutHolder(each, taken, around) : compared(each, inV3, around),
      ),
      ...pictured.filter((each) => each !== one).map((each) => onlyInV3(each, around)),
    ];
  }
  return [
    ...rows,
    ...left.map(({ rule, named }) => row('!', { inV2: rule }, { code: 'choice-unclear', shown: named })),
  ];
}

function onlyInV3(inV3: Holder, { isInV2 }: Around): RuleRow {
  const { named, slot } = inV3;
  const says: Saying =
    slot === undefined && !isInV2
      ? { code: 'choice-rule-not-listed', shown: named }
      : { code: 'choice-picture-in-view', shown: named, view: 'v3' };
  return row('-', { inV3 }, says, 'view-image-missing');
}

function compared({ rule, named }: Shown, inV3: Holder, { isListed }: Around): RuleRow {
  const { slot, own, address } = inV3;
  const shown = slot === undefined ? named : inV3.named;
  // A rule of its own may hold what the value does not.
  if (own === '' && !isListed)
    return row('!', { inV2: rule }, { code: 'choice-rules-not-listed', shown: named });
  if (own === '' && (address === '' || isSlotFile(fileOf(rule.image_file))))
    return row(
      '+',
      { inV2: rule, inV3 },
      { code: 'choice-picture-in-view', shown, view: 'v2' },
      'view-image-missing',
    );
  return filesOf({ rule, shown, inV3, address });
}

/** One picture, which shoppers see in one view alone where the other one's rule is off. */
function sameFile(rule: V2Rule, shown: ShownByChoice, inV3: Holder): RuleRow {
  // Where V2 does not say, it is on, as a rule is unless somebody has turned it off.
  const isOn = { v2: rule.is_enabled !== false, v3: inV3.isOn };
  if (isOn.v3 === undefined && !isOn.v2)
    return row('!', { inV2: rule, inV3 }, { code: 'choice-off-in-v2', shown });
  return isOn.v3 === undefined || isOn.v2 === isOn.v3
    ? row('=', { inV2: rule, inV3 }, { code: 'same-in-both-views' })
    : row(
        '~',
        { inV2: rule, inV3 },
        { code: 'choice-off-in-view', shown, view: isOn.v2 ? 'v3' : 'v2' },
        'view-field-differs',
      );
}

/** Two pictures that do not go by one name: other ones, or it cannot be told. */
function filesOf({
  rule,
  shown,
  inV3,
  address,
}: {
  readonly rule: V2Rule;
  readonly shown: ShownByChoice;
  readonly inV3: Holder | undefined;
  readonly address: string;
}): RuleRow {
  const isSame = isSameFile(rule.image_file, address);
  const files = { shown, v2: fileOf(rule.image_file), v3: fileOf(address) };
  if (isSame === true)
    return inV3 === undefined
      ? row('=', { inV2: rule, inV3 }, { code: 'same-in-both-views' })
      : sameFile(rule, shown, inV3);
  return isSame === false
    ? row('~', { inV2: rule, inV3 }, { code: 'choice-files-differ', ...files }, 'view-field-differs')
    : row('!', { inV2: rule, inV3 }, { code: 'choice-files-do-not-tell', ...files });
}

/** Nothing in V3 is left to show it: all that there is, `taken`, shows others, unless one of these cannot be told from it. */
function withoutHolder(
  { rule, named }: Shown,
  taken: readonly Holder[],
  { variant, isListed }: Around,
): RuleRow {
  const place = taken.find(({ slot }) => slot !== undefined)?.slot ?? variant;
  const addresses = [place, ...taken].flatMap((each) => each?.address ?? []).filter((each) => each !== '');
  const alike = addresses.find((address) => isSameFile(rule.image_file, address) === undefined);
  if (alike !== undefined) return filesOf({ rule, shown: named, inV3: undefined, address: alike });
  return isListed || place !== undefined
    ? pictureOfRule(rule, named, place)
    : row('!', { inV2: rule }, { code: 'choice-rules-not-listed', shown: named });
}

const pictureOfRule = (inV2: V2Rule, named: RuleNamed, place: ReadSlot | undefined): RuleRow =>
  row(
    '+',
    { inV2 },
    { code: 'picture-of-rule', ...named, picture: inV2.image_file, notIn: place?.kind },
    'rule-picture',
  );

/**
 * Rules under ids that V3 does not show. Where nothing that V3 shows is left over, it shows none of them, whatever its ids;
 * else any of them may be what is left.
 */
function withUnknown(rows: readonly RuleRow[], unknown: readonly Shown[], isListed: boolean): RuleRow[] {
  const open = new Set(rows.filter(({ sign }) => sign === '-').flatMap(({ inV3 }) => inV3 ?? []));
  if (unknown.length === 0) return [...rows];
  const paired: RuleRow[] = [];
  const left = unknown.filter(({ rule, named }) => {
    const [inV3, another] = [...open].filter(({ own }) => isSameFile(rule.image_file, own) === true);
    if (inV3 === undefined || another !== undefined) return true;
    open.delete(inV3);
    const files = { file: fileOf(rule.image_file), shown: named, inV3: inV3.named };
    paired.push(row('!', { inV2: rule, inV3 }, { code: 'choice-ids-do-not-tell', ...files }));
    return false;
  });
  const isOpen = ({ sign, inV3 }: RuleRow): boolean => sign !== '-' || (inV3 !== undefined && open.has(inV3));
  const sure = rows.filter(isOpen);
  if (left.length === 0) return [...sure, ...paired];
  if (open.size === 0)
    return [
      ...sure,
      ...paired,
      ...left.map(({ rule, named }) =>
        isListed
          ? row(
              '+',
              { inV2: rule },
              { code: 'choice-picture-in-view', shown: named, view: 'v2' },
              'view-image-missing',
            )
          : row('!', { inV2: rule }, { code: 'choice-rules-not-listed', shown: named }),
      ),
    ];
  const doubted = ({ inV3, ...rest }: RuleRow): RuleRow =>
    inV3 !== undefined && open.has(inV3)
      ? row('!', { inV3 }, { code: 'choice-under-other-ids', shown: inV3.named, view: 'v3' })
      : { inV3, ...rest };
  return [
    ...sure.map(doubted),
    ...paired,
    ...left.map(({ rule, named }) =>
      row('!', { inV2: rule }, { code: 'choice-under-other-ids', shown: named, view: 'v2' }),
    ),
  ];
}

const row = (
  sign: RuleRow['sign'],
  { inV2, inV3 }: { readonly inV2?: V2Rule | undefined; readonly inV3?: Holder | undefined },
  says: Saying,
  rule?: RuleRow['rule'],
): RuleRow => ({ sign, inV2, inV3, says, ...(rule === undefined ? {} : { rule }) });
