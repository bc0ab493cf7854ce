import type { Buffer } from 'node:buffer';
import type RE2 from 're2';
import { normaliseValue, type AllowRule } from './allow-rules.js';

/**
 * Whether any of the rules that concern a detector lets a value stand: the same as to ask each, but that the value becomes a string,
 * and is put in its normal form, only where a rule asks for that, and once.
 */
class AllowCheck {
  readonly #patterns: readonly RE2[];
  readonly #others: readonly AllowRule[];

  constructor(rules: readonly AllowRule[]) {
    this.#patterns = rules.flatMap(({ patterns }) => patterns);
    this.#others = rules.filter(({ namesOthers }) => namesOthers);
  }

  allows(text: Buffer, from: number, to: number): boolean {
    if (this.#patterns.length > 0) {
      // RE2 takes bytes as they are: a string would be encoded for each pattern, which takes ten times as long.
      const bytes = text.subarray(from, to);
      for (const pattern of this.#patterns) if (pattern.test(bytes)) return true;
    }
    if (this.#others.length === 0) return false;
    const value = text.toString('utf8', from, to);
    const normal = normaliseValue(value);
    return this.#others.some((rule) => rule.allowsByName(value, normal));
  }
}

const checks = new WeakMap<readonly AllowRule[], AllowCheck>();

/** Whether one of the rules, which never change, lets `text[from, to)` stand. */
export function isAllowedBy(rules: readonly AllowRule[], text: Buffer, from: number, to: number): boolean {
  if (rules.length === 0) return false;
  let check = checks.get(rules);
  if (check === undefined) checks.set(rules, (check = new AllowCheck(rules)));
  return check.allows(text, from, to);
}
