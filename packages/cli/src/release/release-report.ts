import { FindingSums } from '../finding-sums.js';
import { formatTable } from '../output.js';
import type { Rewrite } from '../rescrub/amendment.js';

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
export class ReleaseReport {
  readonly findings = new FindingSums();
  readonly withheld = new Map<string, number>();
  readonly troubles: { readonly trouble: ReleaseTrouble; readonly key: string }[] = [];
  released = 0;
  /** Released by an earlier run. */
  earlier = 0;
  records = 0;
  changed = 0;
  discarded = 0;

  addRelease({ records, changed, discarded, findings }: Rewrite): void {
    this.released += 1;
    this.records += records;
    this.changed += changed;
    this.discarded += discarded;
    for (const finding of findings) this.findings.add(finding);
  }

  addWithheld(reason: string): void {
    this.withheld.set(reason, (this.withheld.get(reason) ?? 0) + 1);
  }

  addTrouble(trouble: ReleaseTrouble, key: string): void {
    this.troubles.push({ trouble, key });
  }

  toJson(about: { readonly run: string; readonly ruleset: string; readonly dryRun: boolean }): string {
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

  lines(dryRun: boolean): readonly string[] {
    const rows = this.findings.list().map(({ detector, action, count }) => [detector, action, count]);
    const reasons = [...this.withheld].map(([reason, count]) => `${reason} ${String(count)}`).join(', ');
    return [
      ...(rows.length > 0 ? [formatTable(['detector', 'action', 'findings'], rows, ['findings'])] : []),
      `${String(this.released)} objects ${dryRun ? 'would be released' : 'released'}` +
        (this.earlier > 0 ? `, ${String(this.earlier)} more had been released before` : ''),
      `${String(this.records)} records, ${String(this.changed)} changed by the rules in force, ` +
        `${String(this.discarded)} discarded${reasons === '' ? '' : `, withheld: ${reasons}`}`,
      ...this.troubles.map(({ trouble, key }) => `LEFT ${trouble}: ${key}: ${meanings[trouble]}`),
    ];
  }
}
