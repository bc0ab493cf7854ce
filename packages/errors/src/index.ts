export { catalogue } from './catalogue.js';
export type { CatalogueEntry, ErrorCode, ExitCode } from './catalogue.js';
export { ScrubjayError, isScrubjayError } from './scrubjay-error.js';
export type { ScrubjayErrorOptions } from './scrubjay-error.js';
export { describeForeign, isSafeName, toScrubjayError } from './classify.js';
