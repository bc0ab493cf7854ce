import { compileRulesetWith } from '../src/compile/compile-ruleset.js';
import type { Ruleset } from '../src/compile/ruleset.js';
import { validators, type ValidatorRegistry } from '../src/validate/index.js';
import {
  defaultLimits,
  type EngineFormat,
  type FrameBytes,
  type Limits,
  type RedactContext,
} from '../src/types.js';

/** Parts of a detector that a test cares about; the rest is filled in. */
export interface FakeDetector {
  id: string;
  pattern?: string;
  patterns?: string[];
  keys?: string[] | undefined;
  textValue?: 'word' | 'phrase';
  scalarsOnly?: boolean;
  weakKeys?: string[] | undefined;
  context?: { raise?: string[]; lower?: string[]; within?: number } | undefined;
  confidence?: number;
  keywords?: { near: string[]; within?: number } | undefined;
  validate?: string[] | undefined;
  action?: string | { type: 'partial'; keepLast?: number } | { type: 'generalize'; as: string };
  severity?: string;
  category?: string;
  label?: string;
  examples?: { match: unknown[]; ignore: unknown[] };
}

export interface FakePolicy {
  disable?: string[];
  actions?: Record<string, unknown>;
  maskedNumber?: 'null' | 'zero';
  thresholds?: Record<string, number>;
  allow?: unknown[];
  allowLists?: string[];
  overrides?: Record<string, unknown>[];
  unknownFields?: string;
  fields?: unknown[];
}

/** A pack as YAML text: JSON is YAML. */
export function packText(detectors: readonly FakeDetector[], pack = 'fake'): string {
  const filled = detectors.map((detector) => ({
    title: 'A fake',
    category: 'pii',
    severity: 'medium',
    examples: { match: ['1', 'a 2', '3.'], ignore: ['a', 'b', 'c'] },
    ...detector,
  }));
  return JSON.stringify({ pack, title: 'Fakes', detectors: filled }, null, 1);
}

export function fakeRuleset(
  detectors: readonly FakeDetector[],
  policy?: FakePolicy,
  registry: ValidatorRegistry = validators,
): Ruleset {
  const packs = [{ file: 'fake.yaml', text: packText(detectors) }];
  if (policy === undefined) return compileRulesetWith({ packs }, registry);
  const text = JSON.stringify({ policy: 'test', packs: ['fake'], ...policy });
  return compileRulesetWith({ packs, policy: { file: 'policy.yaml', text } }, registry);
}

export function frameOf(records: readonly (string | Buffer)[], format: EngineFormat): FrameBytes {
  const buffers = records.map((record) => Buffer.concat([Buffer.from(record as string), Buffer.from('\n')]));
  return {
    bytes: Buffer.concat(buffers),
    lengths: Uint32Array.from(buffers, ({ length }) => length),
    format,
  };
}

export function contextOf(limits: Partial<Limits> = {}): RedactContext {
  return { pseudonymKey: Buffer.alloc(32, 7), epoch: 'e1', limits: { ...defaultLimits, ...limits } };
}

/** The records of a frame without their newlines, as text. */
export function recordsOf({ bytes, lengths }: { bytes: Buffer; lengths: Uint32Array }): string[] {
  let start = 0;
  return [...lengths].map((length) => {
    const record = bytes.toString('utf8', start, start + length - 1);
    start += length;
    return record;
  });
}
