import { recordAt, type Frame, type FrameInput } from '@scrubjay/frame';
import type { Sample } from './messages.js';

export interface SamplerOptions {
  /** Share of records, 0 to 1. */
  readonly sampleRate: number;
  /** Longest record that is looked at; the reference path takes seconds for very long ones. */
  readonly maxRecordBytes: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Whose records the reference path can judge without more: declared fields are known by the schema alone. */
function isJudged({ format, schemaId }: Frame): boolean {
  return (format === 'text' || format === 'json' || format === 'canonical') && schemaId === '';
}

/** Picks records at random. Their bytes are copies. */
export function pickSamples(
  messages: readonly FrameInput[],
  { sampleRate, maxRecordBytes, random }: SamplerOptions,
): readonly Sample[] {
  const samples: Sample[] = [];
  for (const { frame } of messages) {
    if (sampleRate === 0 || !isJudged(frame)) continue;
    const format = frame.format === 'text' ? 'text' : 'json';
    // The distance to the next one of independent picks: no number is drawn for each record.
    for (let at = gap(sampleRate, random); at < frame.lengths.length; at += 1 + gap(sampleRate, random)) {
      const record = recordAt(frame, at);
      if (record.length < maxRecordBytes) {
        const bytes = new Uint8Array(record.length + 1);
        bytes.set(record);
        bytes[record.length] = 0x0a;
        samples.push({ bytes, format, service: frame.service, ruleset: frame.rulesetFingerprint });
      }
    }
  }
  return samples;
}

function gap(rate: number, random: () => number): number {
  return rate >= 1 ? 0 : Math.floor(Math.log(1 - random()) / Math.log(1 - rate));
}
