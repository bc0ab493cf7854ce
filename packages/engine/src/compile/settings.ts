import type { AllowRule } from './allow-rules.js';
import { resolveAction, type ResolvedAction } from './actions.js';
import type { OverrideSource, PolicySource, UnknownFieldRule } from './policy-schema.js';

/** Confidence from which a finding counts where a policy says nothing. */
export const defaultThreshold = 0.5;

/** What a policy says, as far as overrides may change it. */
export interface Settings {
  /** Names of packs in their order; undefined: all. */
  readonly packs: readonly string[] | undefined;
  readonly disabled: ReadonlySet<string>;
  readonly enabled: ReadonlySet<string>;
  /** By detector id or category. */
  readonly actions: ReadonlyMap<string, ResolvedAction>;
  /** By detector id or category, or `default`. */
  readonly thresholds: ReadonlyMap<string, number>;
  readonly allow: readonly AllowRule[];
  readonly unknownFields: UnknownFieldRule;
}

/** All packs as they are. */
export const plainSettings: Settings = Object.freeze({
  packs: undefined,
  disabled: new Set<string>(),
  enabled: new Set<string>(),
  actions: new Map<string, ResolvedAction>(),
  thresholds: new Map<string, number>(),
  allow: Object.freeze([]),
  unknownFields: 'scan',
});

function without(names: ReadonlySet<string>, gone: readonly string[]): Set<string> {
  return new Set([...names].filter((name) => !gone.includes(name)));
}

type Layer = Pick<PolicySource, 'disable' | 'actions' | 'thresholds'> &
  Pick<OverrideSource, 'packs' | 'enable' | 'unknownFields'>;

/** `settings` with a policy or an override laid over them; `allow` are the layer's own rules. */
export function layOver(settings: Settings, layer: Layer, allow: readonly AllowRule[]): Settings {
  const { disable = [], enable = [], actions = {}, thresholds = {} } = layer;
  return {
    packs: layer.packs ?? settings.packs,
    disabled: new Set([...without(settings.disabled, enable), ...disable]),
    enabled: new Set([...without(settings.enabled, disable), ...enable]),
    actions: new Map([
      ...settings.actions,
      ...Object.entries(actions).map(([name, action]) => [name, resolveAction(action)] as const),
    ]),
    thresholds: new Map([...settings.thresholds, ...Object.entries(thresholds)]),
    allow: [...settings.allow, ...allow],
    unknownFields: layer.unknownFields ?? settings.unknownFields,
  };
}

/** Which of a pack's detectors are in use. */
export function isSelected(settings: Settings, pack: string, id: string): boolean {
  if (settings.disabled.has(id)) return false;
  return settings.packs === undefined || settings.packs.includes(pack) || settings.enabled.has(id);
}
