import { Buffer } from 'node:buffer';
import type { Case, CaseFrame, RulesetPlan } from './case.js';

/** Leaves out parts of a list, in halves down to single ones, as long as `fails` holds. */
export function shrinkList<T>(list: readonly T[], fails: (shorter: readonly T[]) => boolean): readonly T[] {
  let small = list;
  for (let size = Math.ceil(small.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < small.length;) {
      const shorter = [...small.slice(0, at), ...small.slice(at + size)];
      if (fails(shorter)) small = shorter;
      else at += size;
    }
  }
  return small;
}

/** Makes a failing case small: frames, records, bytes and detectors that the failure does not need are left out. */
export class Shrinker {
  readonly #fails: (subject: Case) => boolean;
  readonly #until: number;

  /** `fails`: whether a case still shows a difference. After `forMs` milliseconds the case stays as it is by then. */
  constructor(fails: (subject: Case) => boolean, forMs: number) {
    this.#fails = fails;
    this.#until = performance.now() + forMs;
  }

  shrink(subject: Case, plan: RulesetPlan): Case {
    let small = this.#withFewerRecords(subject);
    small = this.#withFewerDetectors(small, plan);
    small = this.#withFewerBytes(small);
    return this.#withFewerDetectors(this.#withFewerRecords(small), plan);
  }

  #stillFails(subject: Case): boolean {
    return performance.now() < this.#until && this.#fails(subject);
  }

  #withFewerRecords(subject: Case): Case {
    let small = subject;
    const frames = shrinkList(small.frames, (fewer) => this.#stillFails({ ...small, frames: fewer }));
    small = { ...small, frames };
    frames.forEach(({ records }, index) => {
      shrinkList(records, (fewer) => {
        const shorter = withFrame(small, index, { records: fewer });
        const fails = this.#stillFails(shorter);
        if (fails) small = shorter;
        return fails;
      });
    });
    return small;
  }

  #withFewerBytes(subject: Case): Case {
    let small = subject;
    subject.frames.forEach(({ records }, index) => {
      records.forEach((record, at) => {
        shrinkList([...record], (fewer) => {
          const now = small.frames[index]?.records ?? [];
          const shorter = withFrame(small, index, { records: now.with(at, Buffer.from(fewer)) });
          const fails = this.#stillFails(shorter);
          if (fails) small = shorter;
          return fails;
        });
      });
    });
    return small;
  }

  #withFewerDetectors(subject: Case, plan: RulesetPlan): Case {
    let small = subject;
    shrinkList(
      subject.ruleset.detectors.map(({ id }) => id),
      (fewer) => {
        const ruleset = fewer.length === 0 ? undefined : plan.only(fewer);
        const fails = ruleset !== undefined && this.#stillFails({ ...small, ruleset });
        if (fails) small = { ...small, ruleset };
        return fails;
      },
    );
    return small;
  }
}

function withFrame(subject: Case, index: number, change: Partial<CaseFrame>): Case {
  const frames = subject.frames.map((frame, at) => (at === index ? { ...frame, ...change } : frame));
  return { ...subject, frames };
}
