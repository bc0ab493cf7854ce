import {
  redactFrame,
  sniffFormat,
  type EngineFormat,
  type RedactContext,
  type Ruleset,
} from '@scrubjay/engine';
import type { InputRecord } from '../records-of.js';

const frameBytes = 524_288;
const newline = Buffer.from('\n');

export interface BenchFrame {
  readonly bytes: Buffer;
  readonly lengths: Uint32Array;
  readonly format: EngineFormat;
}

export interface EngineBenchResult {
  readonly bytes: number;
  readonly records: number;
  readonly findings: number;
  /** Medians over the rounds, in 10^6 bytes per second. */
  readonly mbPerSecond: number;
  readonly memcpyMbPerSecond: number;
  /** Slowest and fastest round. */
  readonly spread: readonly [number, number];
}

/** Frames as ingest would cut them: JSON and text apart, up to half a MiB each. */
export async function framesOf(records: AsyncIterable<InputRecord>): Promise<readonly BenchFrame[]> {
  const open = new Map<EngineFormat, { records: Buffer[]; bytes: number }>();
  const frames: BenchFrame[] = [];
  for await (const { bytes } of records) {
    if (bytes.length === 0) continue;
    const format = sniffFormat(bytes);
    const group = open.get(format) ?? { records: [], bytes: 0 };
    open.set(format, group);
    group.records.push(bytes);
    group.bytes += bytes.length + 1;
    if (group.bytes < frameBytes) continue;
    frames.push(toFrame(group.records, format));
    open.delete(format);
  }
  for (const [format, group] of open) frames.push(toFrame(group.records, format));
  return frames;
}

function toFrame(records: readonly Buffer[], format: EngineFormat): BenchFrame {
  return {
    bytes: Buffer.concat(records.flatMap((record) => [record, newline])),
    lengths: Uint32Array.from(records, (record) => record.length + 1),
    format,
  };
}

/** Redacts all frames in each round, one unmeasured round first; copies the same bytes beside it as the baseline. */
export function benchEngine(
  ruleset: Ruleset,
  frames: readonly BenchFrame[],
  context: RedactContext,
  rounds: number,
): EngineBenchResult {
  const bytes = frames.reduce((total, frame) => total + frame.bytes.length, 0);
  let findings = 0;
  const redactAll = (): void => {
    findings = 0;
    for (const frame of frames) {
      for (const { count } of redactFrame(ruleset, frame, context).counts) findings += count;
    }
  };
  const copies = frames.map((frame) => Buffer.allocUnsafe(frame.bytes.length));
  const copyAll = (): void =>
    frames.forEach((frame, index) => frame.bytes.copy(copies[index] ?? Buffer.alloc(0)));
  redactAll();
  copyAll();
  const engine: number[] = [];
  const memcpy: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    engine.push(speed(bytes, redactAll));
    memcpy.push(speed(bytes, copyAll));
  }
  engine.sort((a, b) => a - b);
  return {
    bytes,
    records: frames.reduce((total, frame) => total + frame.lengths.length, 0),
    findings,
    mbPerSecond: median(engine),
    memcpyMbPerSecond: median(memcpy),
    spread: [engine[0] ?? 0, engine.at(-1) ?? 0],
  };
}

function speed(bytes: number, work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return (bytes * 1000) / Number(process.hrtime.bigint() - start);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
