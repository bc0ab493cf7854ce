import { FindingSums } from '../finding-sums.js';
import { formatTable, printLine, tell } from '../output.js';
import type { RunFacts } from './rewriting.js';

/** What both a rescrub and a release have to tell. `T`: why an object is not as it should be. */
export abstract class RewriteReport<T extends string> {
  readonly findings = new FindingSums();
  readonly withheld = new Map<string, number>();
  readonly troubles: { readonly trouble: T; readonly key: string }[] = [];
  readonly #meanings: Readonly<Record<T, string>>;

  constructor(meanings: Readonly<Record<T, string>>) {
    this.#meanings = meanings;
  }

  addWithheld(reason: string): void {
    this.withheld.set(reason, (this.withheld.get(reason) ?? 0) + 1);
  }

  addTrouble(trouble: T, key: string): void {
    this.troubles.push({ trouble, key });
  }

  abstract toJson(about: RunFacts): string;
  abstract lines(dryRun: boolean): readonly string[];

  /** Prints it, and sets the exit code where there was trouble. `store`: where it was done, for people. */
  print(about: RunFacts, store: string, json: boolean): void {
    if (json) printLine(this.toJson(about));
    else for (const line of this.lines(about.dryRun)) printLine(line);
    tell(`ruleset ${about.ruleset.slice(0, 12)}, run ${about.run}, ${store}`);
    if (this.troubles.length > 0) process.exitCode = 1;
  }

  protected findingLines(): readonly string[] {
    const rows = this.findings.list().map(({ detector, action, count }) => [detector, action, count]);
    return rows.length > 0 ? [formatTable(['detector', 'action', 'findings'], rows, ['findings'])] : [];
  }

  protected withheldReasons(): string {
    return [...this.withheld].map(([reason, count]) => `${reason} ${String(count)}`).join(', ');
  }

  protected troubleLines(): readonly string[] {
    return this.troubles.map(({ trouble, key }) => `LEFT ${trouble}: ${key}: ${this.#meanings[trouble]}`);
  }
}
