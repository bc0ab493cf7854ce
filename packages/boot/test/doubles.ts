import type { Frame } from '@scrubjay/frame';
import type { LogFields, Logger } from '@scrubjay/telemetry';

/** A frame of one record. */
export function frameOf(record: string, parts: Partial<Frame> = {}): Frame {
  const records = Buffer.from(`${record}\n`);
  return {
    stream: 'app',
    partition: 0,
    offsets: Float64Array.of(7),
    environment: 'test',
    service: 'app',
    format: 'text',
    schemaId: '',
    timestampsMs: Float64Array.of(1000),
    ingestedAtMs: 2000,
    lengths: Uint32Array.of(records.length),
    records,
    rulesetFingerprint: '',
    findings: [],
    ...parts,
  };
}

export interface LoggedLine {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
}

/** A logger that keeps what it is told. */
export class KeptLog implements Logger {
  readonly lines: LoggedLine[] = [];

  error(event: string, _error: unknown, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', event, fields });
  }

  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields });
  }

  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields });
  }

  debug(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'debug', event, fields });
  }
}
