import type { CompiledPack } from './build-program.js';
import type { OverrideProgram } from './ruleset-for.js';
import { isSelected, type Settings } from './settings.js';

/** With more overrides their combinations are too many to try one by one. */
const mostTried = 10;

function selectsNone(settings: Settings, packs: readonly CompiledPack[]): boolean {
  return !packs.some(({ name, detectors }) =>
    detectors.some(({ detector }) => isSelected(settings, name, detector.id)),
  );
}

/** Whether the settings, or some of the overrides from the place `next` on laid over them, leave no detector. */
function tryAll(
  settings: Settings,
  overrides: readonly OverrideProgram[],
  next: number,
  packs: readonly CompiledPack[],
): boolean {
  if (selectsNone(settings, packs)) return true;
  return overrides.some(
    (override, index) => index >= next && tryAll(override.layOver(settings), overrides, index + 1, packs),
  );
}

/**
 * Whether no detector is left by the policy, or where some of its overrides meet: then everything would pass. Of many
 * overrides it is asked more than need be: that each list of packs has a detector which nobody disables.
 */
export function leavesNoDetector(
  base: Settings,
  overrides: readonly OverrideProgram[],
  packs: readonly CompiledPack[],
): boolean {
  if (overrides.length <= mostTried) return tryAll(base, overrides, 0, packs);
  const alone = overrides.map((override) => override.layOver(base));
  const disabled = new Set([base, ...alone].flatMap((settings) => [...settings.disabled]));
  return [base, ...alone].some((settings) =>
    selectsNone({ ...settings, disabled, enabled: new Set<string>() }, packs),
  );
}
