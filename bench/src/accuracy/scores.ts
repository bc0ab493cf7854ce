import { kinds } from './kinds.js';
import type { LineOutcome } from './measure.js';

/** Counts behind precision and recall; `hits` are labels found, `right` findings that found one. */
interface Counts {
  labels: number;
  strictHits: number;
  partialHits: number;
  findings: number;
  strictRight: number;
  partialRight: number;
  bytes: number;
  leakedBytes: number;
  wrongCategory: number;
}

export interface Score extends Readonly<Counts> {
  readonly strict: Rates;
  readonly partial: Rates;
  /** Share of the labelled bytes that some finding covers. */
  readonly byteRecall: number;
}

/** Undefined where there was nothing to measure. */
export interface Rates {
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

export type ScoreTable = ReadonlyMap<string, Score>;

const empty = (): Counts => ({
  labels: 0,
  strictHits: 0,
  partialHits: 0,
  findings: 0,
  strictRight: 0,
  partialRight: 0,
  bytes: 0,
  leakedBytes: 0,
  wrongCategory: 0,
});

const ratio = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

function ratesOf(hits: number, labels: number, right: number, findings: number): Rates {
  const precision = ratio(right, findings);
  const recall = ratio(hits, labels);
  if (precision === undefined || recall === undefined) return { precision, recall, f1: undefined };
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}

function finish(counts: Counts): Score {
  return {
    ...counts,
    strict: ratesOf(counts.strictHits, counts.labels, counts.strictRight, counts.findings),
    partial: ratesOf(counts.partialHits, counts.labels, counts.partialRight, counts.findings),
    byteRecall: counts.bytes === 0 ? 1 : 1 - counts.leakedBytes / counts.bytes,
  };
}

function sorted(table: ReadonlyMap<string, Counts>): ScoreTable {
  return new Map(
    [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, counts]) => [name, finish(counts)]),
  );
}

function entry<V>(table: Map<string, V>, name: string, create: () => V): V {
  const known = table.get(name);
  if (known !== undefined) return known;
  const created = create();
  table.set(name, created);
  return created;
}

export interface DetectorScore {
  readonly findings: number;
  readonly right: number;
  readonly precision: number | undefined;
}

interface DetectorCounts {
  findings: number;
  right: number;
  wrong: number;
  readonly classes: Record<string, number>;
}

export interface Scores {
  readonly lines: number;
  /** Lines that the engine withheld, by reason: fail-closed, so they leak nothing, but their labels count as missed. */
  readonly withheld: Readonly<Record<string, number>>;
  readonly kinds: ScoreTable;
  readonly categories: ScoreTable;
  /** Micro averages of the two classes and of all. */
  readonly classes: ScoreTable;
  readonly shapes: ScoreTable;
  readonly detectors: ReadonlyMap<string, DetectorScore>;
  /** Findings that overlap no label and no optional text. */
  readonly falsePositives: number;
  readonly falsePositivesPer1000Lines: number;
}

const isKind = (name: string): name is keyof typeof kinds => Object.hasOwn(kinds, name);

/**
 * Sums up outcomes. A finding is judged in the class, category and kind of the label it overlaps most; one that overlaps
 * none counts against its own category, against `all`, and against both classes in turn by its detector's usual class.
 */
export class Tally {
  #lines = 0;
  #falsePositives = 0;
  readonly #withheld: Record<string, number> = {};
  readonly #kinds = new Map<string, Counts>();
  readonly #categories = new Map<string, Counts>();
  readonly #classes = new Map<string, Counts>();
  readonly #shapes = new Map<string, Counts>();
  readonly #detectors = new Map<string, DetectorCounts>();

  addWithheld(reason: string): void {
    this.#withheld[reason] = (this.#withheld[reason] ?? 0) + 1;
  }

  add({ line, labels, findings }: LineOutcome): void {
    this.#lines += 1;
    const shape = entry(this.#shapes, line.shape, empty);
    const all = entry(this.#classes, 'all', empty);
    for (const outcome of labels) {
      const { kind, category, start, end } = outcome.label;
      const tables = [entry(this.#kinds, kind, empty), all, shape];
      if (category !== undefined) tables.push(entry(this.#categories, category, empty));
      if (isKind(kind)) tables.push(entry(this.#classes, kinds[kind].class, empty));
      for (const counts of tables) {
        counts.labels += 1;
        counts.strictHits += Number(outcome.strict);
        counts.partialHits += Number(outcome.partial);
        counts.wrongCategory += Number(outcome.wrongCategory);
        counts.bytes += end - start;
        counts.leakedBytes += outcome.leakedBytes;
      }
    }
    for (const outcome of findings) {
      if (outcome.ignored) continue;
      const { finding, label, partial, strict } = outcome;
      const detector = entry(this.#detectors, finding.detector, (): DetectorCounts => ({
        findings: 0,
        right: 0,
        wrong: 0,
        classes: {},
      }));
      detector.findings += 1;
      detector.right += Number(partial);
      const tables = [entry(this.#categories, finding.category, empty), all, shape];
      if (label === undefined) {
        this.#falsePositives += 1;
        detector.wrong += 1;
      } else {
        tables.push(entry(this.#kinds, label.kind, empty));
        if (isKind(label.kind)) {
          const kindClass = kinds[label.kind].class;
          tables.push(entry(this.#classes, kindClass, empty));
          detector.classes[kindClass] = (detector.classes[kindClass] ?? 0) + 1;
        }
      }
      for (const counts of tables) {
        counts.findings += 1;
        counts.strictRight += Number(strict);
        counts.partialRight += Number(partial);
      }
    }
  }

  /** A finding beside every label belongs to the class in which its detector is mostly right. */
  #chargeFalsePositives(): void {
    for (const { wrong, classes } of this.#detectors.values()) {
      const kindClass = (classes['shaped'] ?? 0) > (classes['contextual'] ?? 0) ? 'shaped' : 'contextual';
      entry(this.#classes, kindClass, empty).findings += wrong;
    }
  }

  finish(): Scores {
    this.#chargeFalsePositives();
    const detectors = [...this.#detectors].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      lines: this.#lines,
      withheld: this.#withheld,
      kinds: sorted(this.#kinds),
      categories: sorted(this.#categories),
      classes: sorted(this.#classes),
      shapes: sorted(this.#shapes),
      detectors: new Map(
        detectors.map(([id, { findings, right }]) => [
          id,
          { findings, right, precision: ratio(right, findings) },
        ]),
      ),
      falsePositives: this.#falsePositives,
      falsePositivesPer1000Lines: this.#lines === 0 ? 0 : (this.#falsePositives / this.#lines) * 1000,
    };
  }
}
