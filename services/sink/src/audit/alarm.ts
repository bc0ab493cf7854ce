/**
 * Something that the auditor saw. `second_look`: a scrubbed record would be scrubbed again. `canary_unscrubbed`: a synthetic
 * record arrived with its value. `canary_missing`: one never arrived. `canary_damaged`: one is none any more.
 */
export type AlarmKind = 'second_look' | 'canary_unscrubbed' | 'canary_missing' | 'canary_damaged';

export interface Alarm {
  readonly kind: AlarmKind;
  /** Whose records are withheld; undefined: everybody's in the flush. */
  readonly service: string | undefined;
  /** Records, or canaries. */
  readonly count: number;
  readonly rulesetFingerprint: string;
  /** What would act again, where that is known. */
  readonly detectors: readonly {
    readonly detector: string;
    readonly category: string;
    readonly count: number;
  }[];
}

/** What the auditor says of a flush. */
export interface Alarms {
  readonly kind: 'alarms';
  readonly alarms: readonly Alarm[];
}

/** Whether a service's objects are withheld. */
export function withholds(alarms: readonly Alarm[], service: string): boolean {
  return alarms.some((alarm) => alarm.service === undefined || alarm.service === service);
}
