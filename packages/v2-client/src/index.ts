export { createV2Reader, type V2ImageFilter, type V2ProductFilter, type V2Reader } from './reader.ts';
export { type V2OptionValue, type V2Product, type V2ProductImage, type V2Rule, type V2Sku } from './wire.ts';
export { createV2Writer, type V2ImageFields, type V2Writer } from './writer.ts';
