import { tell } from '../output.js';

/** That somebody opened withheld records with the quarantine key. */
export interface Opening {
  /** Which ones: an id, or how many. */
  readonly what: string;
  /** Whether their content was shown, or only what is known about them. */
  readonly isRevealed: boolean;
}

/**
 * The one place that every opening by a person goes through. It tells that person, on standard error, and nobody else:
 * there is no audit log yet; KMS has its own record of who used the key.
 */
export function noteOpening({ what, isRevealed }: Opening): void {
  tell(`opened with the quarantine key: ${what}${isRevealed ? ', with its content' : ''}`);
}
