import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { createWorkerMetrics, type WorkerMetrics } from './worker-metrics.js';
import { createCircuitMetrics, type CircuitMetrics } from './circuit-metrics.js';
import { createRulesetMetrics, type RulesetMetrics } from './ruleset-metrics.js';

export type StageName = 'ingest' | 'redactor' | 'sink';

/** What one stage counts. All values are since the start of the process. */
export interface StageMetrics {
  /** A finished batch: records in, bytes in and out (before compression), seconds from start to durable. */
  batch(records: number, bytesIn: number, bytesOut: number, seconds: number): void;
  /** Records that are left out on purpose: an empty value, a tombstone, a rule's discard. */
  discarded(reason: 'empty' | 'tombstone' | 'rule', count: number): void;
}

/** The metrics of DESIGN.md. Labels come from fixed lists or from the ruleset; none carries record content. */
export interface Metrics extends RulesetMetrics, CircuitMetrics {
  readonly registry: Registry;
  stage(name: StageName): StageMetrics;
  /** For a redactor with worker threads; registered when first asked for. */
  redactorWorkers(): WorkerMetrics;
  finding(detector: string, action: string, count: number): void;
  quarantined(stage: StageName, reason: string, count: number): void;
  lag(stream: string, partition: number, records: number): void;
  /** The partition is no longer ours: its lag is somebody else's to report. */
  forgetLag(stream: string, partition: number): void;
  /** Seconds from ingest's custody of a record to its durable object, `count` records alike. */
  endToEnd(seconds: number, count: number): void;
  kmsRequest(op: string, outcome: string): void;
  retry(stage: StageName, code: string): void;
  sinkObject(bytes: number): void;
  /** An alarm of the auditor. */
  leak(count: number): void;
  audited(outcome: string, count: number): void;
  canaries(outcome: string, count: number): void;
  heldObjects(count: number): void;
}

const batchBuckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const latencyBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900];

/** Builds the registry with all metrics present from the start, so that a query never meets a missing series name. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const findings = new Counter({
    name: 'scrubjay_findings_total',
    help: 'Settled findings by detector and the action taken.',
    labelNames: ['detector', 'action'],
    registers,
  });
  const quarantined = new Counter({
    name: 'scrubjay_quarantined_total',
    help: 'Records withheld whole and encrypted under the quarantine key, by stage and reason.',
    labelNames: ['stage', 'reason'],
    registers,
  });
  const lag = new Gauge({
    name: 'scrubjay_consumer_lag_records',
    help: 'Messages that wait in the source behind the last batch taken.',
    labelNames: ['stream', 'partition'],
    registers,
  });
  const endToEnd = new Histogram({
    name: 'scrubjay_end_to_end_latency_seconds',
    help: 'From ingest taking custody of a record to its object being durable.',
    buckets: latencyBuckets,
    registers,
  });
  const kms = new Counter({
    name: 'scrubjay_kms_requests_total',
    help: 'Requests to the key service by operation and outcome.',
    labelNames: ['op', 'outcome'],
    registers,
  });
  const retries = new Counter({
    name: 'scrubjay_retries_total',
    help: 'Attempts repeated after a retryable error, by stage and error code.',
    labelNames: ['stage', 'code'],
    registers,
  });
  const objects = new Counter({
    name: 'scrubjay_sink_objects_total',
    help: 'Objects written and committed.',
    registers,
  });
  const objectBytes = new Counter({
    name: 'scrubjay_sink_object_bytes_total',
    help: 'Bytes of written objects, as stored.',
    registers,
  });
  const leaks = new Counter({
    name: 'scrubjay_leaks_detected_total',
    help: 'Alarms of the auditor: records that were not scrubbed, canaries that were not or never arrived. Anything above 0 is an incident.',
    registers,
  });
  const audited = new Counter({
    name: 'scrubjay_audited_records_total',
    help: 'Scrubbed records that the auditor picked for a second look, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const canaries = new Counter({
    name: 'scrubjay_canaries_total',
    help: 'Synthetic records: sent by ingest; scrubbed, unscrubbed, missing or damaged at the sink.',
    labelNames: ['outcome'],
    registers,
  });
  const held = new Counter({
    name: 'scrubjay_sink_held_objects_total',
    help: 'Objects withheld under the quarantine key over an alarm of the auditor.',
    registers,
  });
  const stages = new Map<StageName, StageMetrics>();
  let workers: WorkerMetrics | undefined;
  return {
    registry,
    stage(name) {
      const known = stages.get(name) ?? createStageMetrics(name, registry);
      stages.set(name, known);
      return known;
    },
    redactorWorkers: () => (workers ??= createWorkerMetrics(registry)),
    finding: (detector, action, count) => findings.inc({ detector, action }, count),
    quarantined: (stage, reason, count) => quarantined.inc({ stage, reason }, count),
    lag: (stream, partition, records) => lag.set({ stream, partition }, records),
    forgetLag: (stream, partition) => lag.remove({ stream, partition }),
    endToEnd(seconds, count) {
      for (let i = 0; i < count; i += 1) endToEnd.observe(seconds);
    },
    ...createRulesetMetrics(registry),
    ...createCircuitMetrics(registry),
    kmsRequest: (op, outcome) => kms.inc({ op, outcome }),
    retry: (stage, code) => retries.inc({ stage, code }),
    sinkObject(bytes) {
      objects.inc();
      objectBytes.inc(bytes);
    },
    leak: (count) => leaks.inc(count),
    audited: (outcome, count) => audited.inc({ outcome }, count),
    canaries: (outcome, count) => canaries.inc({ outcome }, count),
    heldObjects: (count) => held.inc(count),
  };
}

function createStageMetrics(stage: StageName, registry: Registry): StageMetrics {
  const registers = [registry];
  const records = new Counter({
    name: `scrubjay_${stage}_records_total`,
    help: `Records that ${stage} has finished with.`,
    registers,
  });
  const bytes = new Counter({
    name: `scrubjay_${stage}_bytes_total`,
    help: `Record bytes through ${stage}, before compression.`,
    labelNames: ['direction'],
    registers,
  });
  const seconds = new Histogram({
    name: `scrubjay_${stage}_batch_seconds`,
    help: `Time of ${stage} for one batch, from taking it to its output being handed over.`,
    buckets: batchBuckets,
    registers,
  });
  const discarded = new Counter({
    name: `scrubjay_${stage}_discarded_total`,
    help: `Records that ${stage} left out on purpose, by reason.`,
    labelNames: ['reason'],
    registers,
  });
  return {
    batch(count, bytesIn, bytesOut, took) {
      records.inc(count);
      bytes.inc({ direction: 'in' }, bytesIn);
      bytes.inc({ direction: 'out' }, bytesOut);
      seconds.observe(took);
    },
    discarded: (reason, count) => discarded.inc({ reason }, count),
  };
}
