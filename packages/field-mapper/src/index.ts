export { fromV2, fromV2Primary, fromV3, toV2, toV3 } from './convert.ts';
export {
  type DateFormat,
  DateFormatError,
  formatIso8601,
  formatRfc2822,
  parseIso8601,
  parseRfc2822,
} from './dates.ts';
export { type ComparisonMode, differingFields } from './differing-fields.ts';
export {
  claimStem,
  hasOneStem,
  lettersKept,
  looseStem,
  mayBeCut,
  mayBeOneName,
  type StemOptions,
  stemOf,
} from './file-stem.ts';
export { type MapError, UnreadableFileError } from './files/file-problem.ts';
export type { FileKind } from './files/file-rows.ts';
export type { FileProduct, MapWarning } from './files/image-row.ts';
export { type FileImage, type ImagesFileOptions, readImagesFile } from './files/images-file.ts';
export type { MapCounts, MapRemarks } from './files/map-summary.ts';
export type {
  MappedImage,
  MappedProduct,
  MappedValue,
  MappedVariant,
  MapRecord,
} from './files/mapped-record.ts';
export { createMapper, type Mapper, type MapperOptions, serialiseJsonl } from './files/mapper.ts';
export { type ProductPairRow, type ProductRef, readProductPairsCsv } from './files/product-pairs.ts';
export {
  type ComparedField,
  type FieldComparison,
  type FieldRelation,
  type ImageFieldRow,
  imageFields,
} from './image-fields.ts';
export {
  descriptionLengthAdvised,
  imagesMax,
  imagesShownMax,
  imageUrlLengthMax,
  pictureBytesMax,
  pictureBytesSure,
  pictureMegabytes,
  sortOrderMax,
  sortOrderMin,
  variantPictureBytesSure,
  variantPictureMegabytes,
} from './limits.ts';
export {
  modifierImageFields,
  modifierImageOf,
  type RuleCounterpart,
  ruleCounterpart,
  type Swatch,
  swatchFromV2,
  swatchFromV3,
  toV3ModifierImage,
  type V2OptionValueWire,
  type V2RuleImageWire,
  type V3ModifierValueWire,
  type V3OptionValueWire,
} from './modifier-image.ts';
export { type PairedProduct, type PairingRule, pairingKey } from './pairing-key.ts';
export { type PicturePlace, picturePlaces } from './picture-place.ts';
export type { ProductImage, RenditionUrls } from './product-image.ts';
export { keepsAddress, productImageAt, renditionAddress } from './rendition-address.ts';
export { isOneRendition, renditionPath } from './rendition-url.ts';
export { checkSendable, type SendProblem } from './sendable.ts';
export {
  type CannotSend,
  type ChangeableFields,
  type PictureSource,
  toV3Create,
  toV3Update,
  type V3ImageWrite,
} from './to-v3-write.ts';
export {
  type KindredFieldRow,
  sameVariantImage,
  toV3VariantImage,
  type V2SkuImageWire,
  type V3VariantImageWire,
  type VariantImage,
  variantImageFields,
  variantImageFromV2,
  variantImageFromV3,
} from './variant-image.ts';
export type { V2ProductImageWire, V3ProductImageWire } from './wire.ts';
export {
  calledByPeople,
  fromWritable,
  isMovedByStore,
  isWritableField,
  pickWritable,
  tellingFields,
  unsaidValues,
  type WritableField,
  type WritablePart,
  type WritableValues,
  writableFields,
  writableValue,
  writableValues,
} from './writable-fields.ts';
