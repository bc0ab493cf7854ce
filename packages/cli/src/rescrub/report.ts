import type { Rewrite } from './amendment.js';
import { RewriteReport } from './rewrite-report.js';
import type { RunFacts } from './rewriting.js';

/** Why an object of the range is not as the new rules would have it. Scripts rely on these names. */
export type Trouble =
  'unsettled' | 'voided' | 'no_manifest' | 'altered' | 'conflict' | 'versions_kept' | 'unreleased';

const meanings: Readonly<Record<Trouble, string>> = {
  unsettled: 'the sink may still do its flush again; run this again later',
  voided: 'it takes the place of an unfinished flush; run this again in an hour',
  no_manifest: 'no manifest of its flush is there: see `scrubjay verify`',
  altered: 'its bytes are not those that were written: see `scrubjay verify`',
  conflict: 'somebody else has changed it meanwhile; run this again',
  versions_kept:
    'it was replaced, and the store refused to remove old versions: allow s3:ListBucketVersions and ' +
    's3:DeleteObjectVersion, or wait for the end of its object lock; then run this again',
  unreleased: 'its release was begun and not finished: run `scrubjay incidents release` again',
};

/** What a rescrub has done, or would do. */
export class RescrubReport extends RewriteReport<Trouble> {
  seen = 0;
  unchanged = 0;
  replaced = 0;
  records = 0;
  changedRecords = 0;
  discarded = 0;
  versionsRemoved = 0;

  constructor() {
    super(meanings);
  }

  /** An object that changes. */
  addRewrite({ changed, discarded, findings }: Rewrite): void {
    this.replaced += 1;
    this.changedRecords += changed;
    this.discarded += discarded;
    for (const finding of findings) this.findings.add(finding);
  }

  override toJson(about: RunFacts): string {
    const { seen, unchanged, replaced, records, changedRecords: changed, discarded, versionsRemoved } = this;
    return JSON.stringify({
      ...about,
      objects: { seen, changed: replaced, unchanged },
      records: { seen: records, changed, discarded, withheld: this.#withheldTotal() },
      withheld: Object.fromEntries(this.withheld),
      findings: this.findings.list(),
      ...{ versionsRemoved, troubles: this.troubles },
    });
  }

  override lines(dryRun: boolean): readonly string[] {
    const reasons = this.withheldReasons();
    return [
      ...this.findingLines(),
      `${String(this.seen)} objects looked at, ${String(this.replaced)} ${dryRun ? 'would change' : 'changed'}, ` +
        `${String(this.unchanged)} as they should be`,
      `${String(this.records)} records, ${String(this.changedRecords)} changed, ${String(this.discarded)} discarded ` +
        `by a rule, ${String(this.#withheldTotal())} withheld${reasons === '' ? '' : ` (${reasons})`}`,
      ...(this.versionsRemoved > 0 ? [`${String(this.versionsRemoved)} old versions removed`] : []),
      ...this.troubleLines(),
    ];
  }

  #withheldTotal(): number {
    return [...this.withheld.values()].reduce((sum, count) => sum + count, 0);
  }
}
