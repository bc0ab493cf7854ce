import type { Rewrite } from '../rescrub/amendment.js';
import { RewriteReport } from '../rescrub/rewrite-report.js';
import type { RunFacts } from '../rescrub/rewriting.js';

/** Why a withheld object stays where it is. Scripts rely on these names. */
export type ReleaseTrouble =
  'unsettled' | 'voided' | 'no_manifest' | 'altered' | 'missing' | 'conflict' | 'versions_kept';

const meanings: Readonly<Record<ReleaseTrouble, string>> = {
  unsettled: 'the sink may still do its flush again; run this again later',
  voided: 'it takes the place of an unfinished flush; run this again in an hour',
  no_manifest: 'no manifest of its flush is there: see `scrubjay verify`',
  altered: 'its bytes are not those that were withheld: see `scrubjay verify`',
  missing: 'nothing lies there: retention has removed it, or see `scrubjay verify`',
  conflict: 'somebody else has written to its place; see `scrubjay verify`',
  versions_kept:
    'it was released, and the store refused to remove what was withheld: allow s3:DeleteObject, s3:ListBucketVersions ' +
    'and s3:DeleteObjectVersion, or wait for the end of its object lock',
};

/** What a release has done, or would do. */
export class ReleaseReport extends RewriteReport<ReleaseTrouble> {
  released = 0;
  /** Released by an earlier run. */
  earlier = 0;
  records = 0;
  changed = 0;
  discarded = 0;

  constructor() {
    super(meanings);
  }

  addRelease({ records, changed, discarded, findings }: Rewrite): void {
    this.released += 1;
    this.records += records;
    this.changed += changed;
    this.discarded += discarded;
    for (const finding of findings) this.findings.add(finding);
  }

  override toJson(about: RunFacts): string {
    const { released, earlier, records, changed, discarded, troubles } = this;
    return JSON.stringify({
      ...about,
      objects: { released, earlier },
      records: { released: records, changed, discarded },
      withheld: Object.fromEntries(this.withheld),
      findings: this.findings.list(),
      troubles,
    });
  }

  override lines(dryRun: boolean): readonly string[] {
    const reasons = this.withheldReasons();
    return [
      ...this.findingLines(),
      `${String(this.released)} objects ${dryRun ? 'would be released' : 'released'}` +
        (this.earlier > 0 ? `, ${String(this.earlier)} more had been released before` : ''),
      `${String(this.records)} records, ${String(this.changed)} changed by the rules in force, ` +
        `${String(this.discarded)} discarded${reasons === '' ? '' : `, withheld: ${reasons}`}`,
      ...this.troubleLines(),
    ];
  }
}
