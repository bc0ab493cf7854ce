import { catalogue, type ErrorCode, type ExitCode } from './catalogue.js';

/** A registered symbol, so that two copies of this package in one process recognise each other's errors. */
const brand = Symbol.for('scrubjay.error');

export interface ScrubjayErrorOptions {
  /** What to do next; replaces the catalogue's general advice. */
  readonly fix?: string;
  /** Replaces the catalogue's answer where the place that throws knows better. */
  readonly retryable?: boolean;
  /** The original error. It stays for debuggers and is never printed: foreign text may quote a record or a key. */
  readonly cause?: unknown;
}

/**
 * The one error type of Scrubjay. `message` says what happened and where (config key, topic/partition/offset,
 * rule id and line) in our own words and never quotes record content. Callers match on `code`.
 */
export class ScrubjayError extends Error {
  override readonly name = 'ScrubjayError';
  readonly code: ErrorCode;
  readonly fix: string;
  readonly retryable: boolean;
  readonly exitCode: ExitCode;

  constructor(code: ErrorCode, message: string, options: ScrubjayErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    const entry = catalogue[code];
    this.code = code;
    this.fix = options.fix ?? entry.fix;
    this.retryable = options.retryable ?? entry.retryable;
    this.exitCode = entry.exitCode;
    Object.defineProperty(this, brand, { value: true });
  }

  /** One line for a person: code, what happened, what to do. */
  toLine(): string {
    return `${this.code}: ${this.message} ${this.fix}`;
  }
}

/** True for a {@link ScrubjayError} of any copy of this package; safe for any value. */
export function isScrubjayError(value: unknown): value is ScrubjayError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}
