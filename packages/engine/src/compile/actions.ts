import type { Action, Generalization } from '../types.js';
import type { ActionSource } from './pack-schema.js';

const defaultKeepLast = 4;

/** An action as it is carried out. */
export interface ResolvedAction {
  readonly action: Action;
  /** For `partial`: letters and digits left readable at the end. */
  readonly keepLast: number;
  /** For `generalize`: what is left. */
  readonly generalizeAs: Generalization | undefined;
}

export function resolveAction(source: ActionSource): ResolvedAction {
  const plain = { keepLast: defaultKeepLast, generalizeAs: undefined };
  if (typeof source === 'string') return { action: source, ...plain };
  if (source.type === 'partial') return { action: source.type, ...plain, keepLast: source.keepLast };
  return { action: source.type, ...plain, generalizeAs: source.as };
}
