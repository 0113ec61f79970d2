// The error that every method throws, so that whoever uses the client need not know the layer below it.
export { isStoreError, StoreError } from '@cutover/store-http';
export {
  createV3Client,
  imageShownInDoubt,
  productsAtOnceMax,
  type V3Client,
  type V3ImageFields,
  type V3ImageFile,
  type V3ImageSource,
  type V3ProductImages,
} from './client.ts';
export { pageLimitMax } from './pages.ts';
export {
  createV3Reader,
  type V3FieldChoice,
  type V3ImageFilter,
  type V3ImagePage,
  type V3ProductFilter,
  type V3ProductPage,
  type V3Reader,
} from './reader.ts';
export {
  bringsValues,
  type V3ProductInclude,
  type V3Sweep,
  type V3SweepPage,
  valuePageLimitMax,
} from './sweep.ts';
export {
  type V3ChosenImage,
  type V3ComplexRule,
  type V3Modifier,
  type V3Option,
  type V3OptionValue,
  type V3Pagination,
  type V3Product,
  type V3ProductImage,
  type V3Variant,
} from './wire.ts';
