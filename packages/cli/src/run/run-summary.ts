import type { Metrics } from '@scrubjay/telemetry';

export interface RunSummary {
  readonly seconds: number;
  /** Where the objects are, for people. */
  readonly place: string;
  readonly fingerprint: string;
  /** Messages taken from the input; an OTLP request is one of them. */
  readonly input: number;
  readonly inputBytes: number;
  /** Records written to objects. */
  readonly written: number;
  readonly objects: number;
  readonly empty: number;
  readonly discarded: number;
  readonly findings: readonly {
    readonly detector: string;
    readonly action: string;
    readonly count: number;
  }[];
  readonly quarantined: readonly {
    readonly stage: string;
    readonly reason: string;
    readonly count: number;
  }[];
}

interface Sample {
  readonly value: number;
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
}

/** Reads what a run did from its metrics, so that both always tell the same. */
export async function readSummary(
  metrics: Metrics,
  about: Pick<RunSummary, 'seconds' | 'place' | 'fingerprint'>,
): Promise<RunSummary> {
  const samples = async (name: string): Promise<readonly Sample[]> => {
    const metric = await metrics.registry.getSingleMetric(name)?.get();
    return metric?.values ?? [];
  };
  const total = async (name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> =>
    (await samples(name))
      .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
      .reduce((sum, { value }) => sum + value, 0);
  const text = (sample: Sample, label: string): string => String(sample.labels[label] ?? '');
  return {
    ...about,
    input: await total('scrubjay_ingest_records_total'),
    inputBytes: await total('scrubjay_ingest_bytes_total', { direction: 'in' }),
    written: await total('scrubjay_sink_records_total'),
    objects: await total('scrubjay_sink_objects_total'),
    empty: await total('scrubjay_ingest_discarded_total'),
    discarded: await total('scrubjay_redactor_discarded_total'),
    findings: (await samples('scrubjay_findings_total')).map((sample) => ({
      detector: text(sample, 'detector'),
      action: text(sample, 'action'),
      count: sample.value,
    })),
    quarantined: (await samples('scrubjay_quarantined_total')).map((sample) => ({
      stage: text(sample, 'stage'),
      reason: text(sample, 'reason'),
      count: sample.value,
    })),
  };
}
