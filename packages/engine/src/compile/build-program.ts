import { applySettings, weakTwinOf } from './compile-detector.js';
import { createCutDetector, cutLabel } from './cut-detector.js';
import { KeyTable } from './key-table.js';
import type { FieldSource, MaskedNumber } from './policy-schema.js';
import type { DetectorProgram, Program, TokenShapes } from './ruleset.js';
import { isSelected, type Settings } from './settings.js';

/** A pack with its detectors compiled, no policy applied. */
export interface CompiledPack {
  readonly name: string;
  readonly detectors: readonly DetectorProgram[];
}

/** What a policy says that no override changes. */
export interface PolicyConstants {
  readonly maskedNumber: MaskedNumber;
  readonly fields: readonly FieldSource[];
}

/** The detectors in use: those of the listed packs in their order, then what is enabled beyond them. */
function selectDetectors(packs: readonly CompiledPack[], settings: Settings): DetectorProgram[] {
  const listed = settings.packs ?? packs.map(({ name }) => name);
  const rank = (name: string): number => {
    const at = listed.indexOf(name);
    return at < 0 ? listed.length : at;
  };
  return [...packs]
    .sort((a, b) => rank(a.name) - rank(b.name))
    .flatMap(({ name, detectors }) =>
      detectors.filter(({ detector }) => isSelected(settings, name, detector.id)),
    );
}

function shapesOf(detectors: readonly DetectorProgram[]): TokenShapes {
  const acting = detectors.map(({ detector }) => detector);
  const kept = acting.flatMap(({ action, keepLast }) => (action === 'partial' ? [keepLast] : []));
  return Object.freeze({
    labels: new Set([...acting.map(({ label }) => label), cutLabel]),
    leastKept: kept.length === 0 ? 0 : Math.min(...kept),
    mostKept: Math.max(0, ...kept),
    hasNetworks: acting.some(
      ({ action, generalizeAs }) => action === 'generalize' && generalizeAs === 'network',
    ),
  });
}

export function buildProgram(
  packs: readonly CompiledPack[],
  settings: Settings,
  constants: PolicyConstants,
): Program {
  const selected = selectDetectors(packs, settings).map((detector) => applySettings(detector, settings));
  const tokens = shapesOf(selected);
  const detectors = selected.map((detector, index) => Object.freeze({ ...detector, index, tokens }));
  const pairs = detectors.flatMap((detector) => detector.patterns.map((pattern) => ({ pattern, detector })));
  const entries = detectors.flatMap((owner) => {
    const { keys, weakKeys } = owner.detector;
    const weak = weakKeys.length === 0 ? owner : weakTwinOf(owner);
    return [...keys.map((key) => ({ owner, key })), ...weakKeys.map((key) => ({ owner: weak, key }))];
  });
  return Object.freeze({
    detectors: Object.freeze(detectors),
    cut: createCutDetector(detectors.length, tokens),
    patterns: Object.freeze(pairs.map((pair, index) => Object.freeze({ index, ...pair }))),
    keys: new KeyTable(entries),
    maskedNumber: constants.maskedNumber,
    unknownFields: settings.unknownFields,
    fields: constants.fields,
    actions: settings.actions,
  });
}
