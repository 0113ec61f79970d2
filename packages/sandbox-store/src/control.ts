/**
 * Direct access to one store, past every rule of the API: tests read the truth here and damage it.
 * Whatever is planted through a control, the API then serves as if it had always been so.
 */
import type { FaultMatcher } from './faults/fault-picker.ts';
import type { FaultName, FaultSetting, Faults } from './faults/fault-table.ts';
import { imageFileName } from './image-file-name.ts';
import { originalAddress } from './picture-addresses.ts';
import { drawingOf } from './pictures/drawn-picture.ts';
import { pictureTypeOf } from './pictures/picture-type.ts';
import { type Subject, subjects } from './pictures/subjects.ts';
import { tinyPicture } from './pictures/tiny-picture.ts';
import {
  addValue,
  type PlantedValue,
  plantedValues,
  removePlantedValue,
  setValueImage,
  type ValuePlan,
} from './planted-values.ts';
import { removeProduct } from './products.ts';
import type { LoggedRequest } from './request-log.ts';
import { setVariantImage } from './rule-images.ts';
import { blankRule } from './rules.ts';
import type { ImageRow, Planted, ProductRow, RuleImage, RuleRow, VariantRow } from './state/rows.ts';
import type { SkuView, Store } from './store.ts';
import { checkSwitches, type Switches } from './switches.ts';

/** A picture to plant: its bytes, or the seed of one that is drawn or 8×8 pixels. */
export type PictureSource =
  | Uint8Array
  | { readonly drawn: number; readonly subject?: Subject }
  | { readonly tiny: number };

/** An image to plant; everything but its product has a default. */
export interface ImagePlan extends Planted {
  readonly productId: number;
  /** Default: the store's next. */
  readonly id?: number;
  readonly picture?: PictureSource;
  /** The name it was uploaded under. Default `planted.EXT`. */
  readonly fileName?: string;
  /** The stored path as it is, whatever this store would make of such a name. Default made of `fileName`. */
  readonly imageFile?: string;
  readonly description?: string;
  readonly sortOrder?: number;
  readonly isThumbnail?: boolean;
  readonly dateCreated?: number;
  readonly dateModified?: number;
}
/** A variant to plant. */
export interface VariantPlan {
  readonly productId: number;
  /** Default: none. */
  readonly sku?: string;
  /** By the option's name the label of its value. Default: none, as of a product without options. */
  readonly choices?: Readonly<Record<string, string>>;
  readonly picture?: PictureSource;
}
/** A rule to plant that no single value holds. */
export interface RulePlan {
  readonly productId: number;
  /** Holds where all of them meet. */
  readonly conditions: readonly { readonly valueId?: number; readonly variantId?: number }[];
  readonly picture?: PictureSource;
}
/** What may be changed on an image. */
export type ImageChange = Partial<Omit<ImagePlan, 'id' | 'fileName'>>;

/** See the module: one store, without the API in between. */
export interface StoreControl {
  products(): ProductRow[];
  /** All images, or one product's, by id, hidden and damaged ones too. */
  images(productId?: number): ImageRow[];
  variants(productId?: number): VariantRow[];
  addProduct(product?: Partial<ProductRow>): ProductRow;
  updateProduct(id: number, change: Partial<Omit<ProductRow, 'id'>>): ProductRow;
  /** Removes the product and whatever belongs to it. */
  removeProduct(id: number): void;
  /** Plants a variant of a product; its options and values come about with it. */
  addVariant(variant: VariantPlan): VariantRow;
  /** Another picture from now on, under another name; null: none. */
  setVariantPicture(variantId: number, picture: PictureSource | null): VariantRow;
  /** What V2 shows of the variant's SKU from now on, past what V3 shows of it; null: what it would. Not kept in a state file. */
  setSkuView(variantId: number, view: SkuView | null): void;
  /** The bytes that a variant shows; undefined: none of its own. */
  variantPicture(variantId: number): Promise<Uint8Array | undefined>;
  /** Plants a value of a modifier or of an option of swatches, which come about with it. Returns its id. */
  addValue(value: ValuePlan & { readonly picture?: PictureSource }): number;
  /** Every such value of the store, with its picture. */
  values(): PlantedValue[];
  /** Another picture from now on, under another name; null: none. */
  setValuePicture(valueId: number, picture: PictureSource | null): void;
  removeValue(valueId: number): void;
  /** The bytes that a value shows; undefined: no picture. */
  valuePicture(valueId: number): Promise<Uint8Array | undefined>;
  /** The rules that no single value holds. */
  rules(): RuleRow[];
  /** Plants a rule, which V3 shows as a complex one and V2 as any other. Returns its id. */
  addRule(rule: RulePlan): number;
  /** What V2 shows from now on of the rule, or of the one underneath this value; null: what it would. Not kept in a state file. */
  setRuleView(ruleOrValueId: number, view: SkuView | null): void;
  addImage(image: ImagePlan): ImageRow;
  updateImage(id: number, change: ImageChange): ImageRow;
  removeImage(id: number): void;
  /** The original as uploaded, whatever damage is planted on the CDN. */
  pictureBytes(imageId: number): Promise<Uint8Array>;
  /** The key of the picture that was uploaded, where a store of this sandbox has encoded it again; else the same key. */
  firstPicture(picture: string): string;
  /** The CDN address of the original. */
  originalUrl(imageId: number): string;
  /** Puts a file into the import folder that V2’s image_file may name by its path. */
  putImportFile(path: string, bytes: Uint8Array): void;
  requests(): LoggedRequest[];
  resetRequests(): void;
  setSwitches(switches: Partial<Switches>): void;
  setFaults(faults: Partial<Faults>): void;
  setQuota(quota: { requests?: number; windowMs?: number; otherRequestsPerSecond?: number }): void;
  /** Makes the next requests that match fail, whatever the fault applies to by default; reaches the CDN too. */
  failNext(
    matcher: FaultMatcher,
    fault: FaultName | (FaultSetting & { name: FaultName }),
    times?: number,
  ): void;
}

/** Creates the control of a store. `switches` is the very object that the store reads. */
export function createControl(store: Store, switches: Switches): StoreControl {
  const { tables } = store;
  const known = (id: number): ImageRow => {
    const image = tables.image(id);
    if (image === undefined) throw new RangeError(`Store ${store.hash} has no image ${id}.`);
    return image;
  };
  return {
    products: () => tables.products(),
    images: (productId) => tables.images(productId),
    variants: (productId) => tables.variants(productId),
    addProduct: (product = {}) => addProduct(store, product),
    updateProduct(id, change) {
      const product = tables.product(id);
      if (product === undefined) throw new RangeError(`Store ${store.hash} has no product ${id}.`);
      const changed = { ...product, ...change };
      tables.putProduct(changed);
      return changed;
    },
    removeProduct: (id) => removeProduct(store, id),
    addVariant: (variant) => addVariant(store, variant),
    setVariantPicture: (variantId, picture) => setVariantPicture(store, variantId, picture),
    setSkuView(variantId, view) {
      if (view === null) store.skuViews.delete(variantId);
      else store.skuViews.set(variantId, view);
    },
    async variantPicture(variantId) {
      const image = tables.variant(variantId)?.image;
      return image ? await store.pictures.bytes(image.picture) : undefined;
    },
    addValue({ picture, ...value }) {
      const id = addValue(store, value);
      if (picture !== undefined) setValueImage(store, id, newRuleImage(store, id, picture));
      return id;
    },
    values: () => plantedValues(store),
    setValuePicture: (valueId, picture) =>
      setValueImage(store, valueId, picture === null ? undefined : newRuleImage(store, valueId, picture)),
    removeValue: (valueId) => removePlantedValue(store, valueId),
    async valuePicture(valueId) {
      const image = plantedValues(store).find(({ id }) => id === valueId)?.image;
      return image && (await store.pictures.bytes(image.picture));
    },
    rules: () => tables.rules(),
    addRule: (rule) => addRule(store, rule),
    setRuleView(ruleOrValueId, view) {
      const values = tables.products().flatMap(({ modifiers }) => modifiers.flatMap((one) => one.values));
      const id = values.find((value) => value.id === ruleOrValueId)?.ruleId ?? ruleOrValueId;
      if (view === null) store.ruleViews.delete(id);
      else store.ruleViews.set(id, view);
    },
    addImage: (image) => addImage(store, image),
    updateImage(id, { picture, viewOverrides, hiddenFrom, damage, ...change }) {
      const image = known(id);
      const planted = plantedOf({ ...image.planted, ...defined({ viewOverrides, hiddenFrom, damage }) });
      const changed = {
        ...image,
        ...defined(change),
        planted,
        ...(picture === undefined ? {} : { picture: sourceOf(store, picture).key }),
      };
      tables.putImage(changed);
      return changed;
    },
    removeImage: (id) => tables.removeImage(known(id).id),
    pictureBytes: async (id) => store.pictures.bytes(known(id).picture),
    firstPicture: (picture) => store.pictures.firstOf(picture),
    originalUrl: (id) => originalAddress(store, known(id)),
    putImportFile: (path, bytes) => tables.putImportFile(path, store.pictures.keep(bytes)),
    requests: () => store.log.all(),
    resetRequests: () => store.log.reset(),
    setSwitches: (changed) => void Object.assign(switches, checkSwitches(changed)),
    setFaults: (faults) => store.faults.set(faults),
    setQuota: (quota) => store.quota.change(quota),
    failNext: (matcher, fault, times = 1) => store.faults.failNext(matcher, fault, times),
  };
}

function addProduct(store: Store, product: Partial<ProductRow>): ProductRow {
  const id = product.id ?? store.tables.takeProductId();
  const now = store.now();
  const row: ProductRow = {
    id,
    name: `Product ${id}`,
    sku: `SKU-${id}`,
    price: 10,
    isVisible: true,
    dateCreated: now,
    dateModified: now,
    fields: {},
    options: [],
    modifiers: [],
    ...product,
  };
  store.tables.reserveIds({ product: id });
  store.tables.putProduct(row);
  return row;
}

function addImage(store: Store, plan: ImagePlan): ImageRow {
  const id = plan.id ?? store.tables.takeImageId();
  const { key, extension } = sourceOf(store, plan.picture ?? { tiny: id });
  const now = store.now();
  const row: ImageRow = {
    id,
    productId: plan.productId,
    imageFile:
      plan.imageFile ??
      imageFileName(
        plan.fileName ?? `planted.${extension}`,
        extension,
        [store.hash, store.seed, id],
        store.switches,
      ),
    picture: key,
    isThumbnail: plan.isThumbnail ?? false,
    sortOrder: plan.sortOrder ?? 0,
    description: plan.description ?? '',
    dateCreated: plan.dateCreated ?? now,
    dateModified: plan.dateModified ?? plan.dateCreated ?? now,
    listedFrom: 0,
    planted: plantedOf(plan),
  };
  store.tables.reserveIds({ image: id });
  store.tables.putImage(row);
  return row;
}

function addVariant(store: Store, plan: VariantPlan): VariantRow {
  const { productId, sku = '', choices = {}, picture } = plan;
  const optionValues = Object.entries(choices).map(([optionName, label]) => ({
    optionId: store.tables.takeThingId(),
    valueId: store.tables.takeThingId(),
    label,
    optionName,
  }));
  const variant: VariantRow = {
    id: store.tables.takeThingId(),
    productId,
    skuId: store.tables.takeThingId(),
    sku,
    price: null,
    optionValues,
    image: null,
  };
  store.tables.putVariant(variant);
  return picture === undefined ? variant : setVariantPicture(store, variant.id, picture);
}

function addRule(store: Store, { productId, conditions, picture }: RulePlan): number {
  const { options = [], modifiers = [] } = store.tables.product(productId) ?? {};
  const id = store.tables.takeThingId();
  store.tables.putRule({
    ...blankRule(productId, id),
    image: picture === undefined ? null : newRuleImage(store, id, picture),
    conditions: conditions.map(({ valueId = null, variantId = null }) => ({
      id: store.tables.takeThingId(),
      optionId:
        [...options, ...modifiers].find(({ values }) => values.some((value) => value.id === valueId))?.id ??
        null,
      valueId,
      variantId,
    })),
  });
  return id;
}

function setVariantPicture(store: Store, variantId: number, picture: PictureSource | null): VariantRow {
  const variant = store.tables.variant(variantId);
  if (variant === undefined) throw new RangeError(`Store ${store.hash} has no variant ${variantId}.`);
  return setVariantImage(store, variant, picture === null ? null : newRuleImage(store, variantId, picture));
}

/** Planted at one moment, two pictures would have one name. */
function newRuleImage(store: Store, id: number, picture: PictureSource): RuleImage {
  const { key, extension } = sourceOf(store, picture);
  return { file: `${id}_source_${store.tables.takeThingId()}.${extension}`, picture: key };
}

function plantedOf({ viewOverrides, hiddenFrom, damage }: Planted): Planted {
  return defined({ viewOverrides, hiddenFrom, damage });
}

function sourceOf(store: Store, source: PictureSource): { key: string; extension: string } {
  if (source instanceof Uint8Array) {
    return { key: store.pictures.keep(source), extension: pictureTypeOf(source)?.extension ?? 'jpg' };
  }
  if ('tiny' in source) return { key: store.pictures.keep(tinyPicture(source.tiny)), extension: 'png' };
  const subject = source.subject ?? subjects[source.drawn % subjects.length] ?? 'mug';
  return { key: `drawn:${subject}:${source.drawn}`, extension: drawingOf(source.drawn).extension };
}

/** The object without what is undefined in it. */
function defined<Given extends object>(
  given: Given,
): { [Key in keyof Given]?: Exclude<Given[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Given]?: Exclude<Given[Key], undefined>;
  };
}
