/** What is done about a field that nobody classified. */
export type UnknownFieldRule = 'scan' | 'drop' | 'quarantine';

/** The record has fields that nobody classified, and the rule withholds it. */
export class UnknownFieldsRefused extends Error {}

/** Counts fields that nobody classified, and applies the rule to them. */
export class UnknownFields {
  readonly #rule: UnknownFieldRule;
  count = 0;

  constructor(rule: UnknownFieldRule) {
    this.#rule = rule;
  }

  /** Whether they are to be written and scanned. Throws {@link UnknownFieldsRefused} for `quarantine`. */
  admits(fields: number): boolean {
    this.count += fields;
    if (this.#rule === 'quarantine') throw new UnknownFieldsRefused();
    return this.#rule === 'scan';
  }

  /** They are dropped whatever the rule, unless it withholds the record. */
  dropped(fields: number): void {
    if (fields > 0) this.admits(fields);
  }
}
