export { type RequestFacts, type StoreAnswer } from './answer.ts';
export { type NextStep, type RequestKind, type StoreErrorClass } from './classify.ts';
export { type Clock, systemClock } from './clock.ts';
export { compiledOnce } from './compiled-once.ts';
export { hostAndPort } from './content-address.ts';
export { ContentError, type ContentReason } from './content-error.ts';
export {
  type ContentAnswer,
  type ContentEvent,
  type ContentHttp,
  type ContentHttpOptions,
  type ContentOptions,
  createContentHttp,
} from './content-http.ts';
export { decodeAnswer, shownInDoubt, unexpectedAnswer } from './failures.ts';
export { type Part } from './multipart.ts';
export {
  flagOrFalse,
  type OddField,
  oddFieldsOf,
  oddFieldsSchema,
  textOfNumber,
  textOrNone,
  wholeOrZero,
} from './odd-fields.ts';
export type { LongWait, RequestEvent } from './one-request.ts';
export {
  createPacer,
  type PaceChange,
  type Pacer,
  type PacerOptions,
  type PacerSnapshot,
  type TakeOptions,
  type Turn,
  type TurnOutcome,
} from './pacer.ts';
export { createPageSize, type PageSize } from './page-size.ts';
export { isPrivateAddress } from './private-addresses.ts';
export { proxyExceptions, proxyVariablesOf } from './proxy-variables.ts';
export { redact, rememberSecret } from './redact.ts';
export type { RequestOptions, WaitEvent } from './repeated-reads.ts';
export {
  parseApiBase,
  parseStoreHash,
  parseToken,
  type Query,
  type QueryValue,
  StoreAddressError,
} from './store-address.ts';
export { isStoreError, StoreError, type StoreErrorFacts, type StoreErrorReason } from './store-error.ts';
export {
  createStoreHttp,
  type StoreHttp,
  type StoreHttpOptions,
  type WriteBody,
  type WriteOptions,
} from './store-http.ts';
export {
  type HttpMethod,
  type Transport,
  TransportError,
  type TransportErrorFacts,
  type TransportReason,
  type TransportRequest,
  type TransportResponse,
} from './transport.ts';
export { createUndiciTransport, type UndiciTransportOptions } from './undici-transport.ts';
