import type { FrameBytes, Ruleset } from '@scrubjay/engine';
import RE2 from 're2';
import { recordsOfFrame } from './frames.js';
import type { Task } from './rounds.js';

/** A plain copy of the same bytes: what this machine does at best. */
export function memcpyTask(frames: readonly FrameBytes[]): Task {
  const copies = frames.map(({ bytes }) => ({ bytes, copy: Buffer.allocUnsafe(bytes.length) }));
  return {
    name: 'memcpy',
    run: () => {
      for (const { bytes, copy } of copies) bytes.copy(copy);
    },
  };
}

/**
 * Every pattern of a ruleset, one after another, each over all bytes of a frame in one call: the fastest way to use RE2
 * without more. It does less than the engine: no field names, no validators, nothing is replaced.
 */
export function re2Task(ruleset: Ruleset, frames: readonly FrameBytes[]): Task {
  const sources = new Set(ruleset.detectors.flatMap(({ patterns }) => patterns));
  const patterns = [...sources].map((source) => new RE2(source, 'g'));
  return {
    name: 'RE2 rule by rule',
    run: () => {
      for (const { bytes } of frames) {
        for (const pattern of patterns) {
          pattern.lastIndex = 0;
          while (pattern.test(bytes));
        }
      }
    },
  };
}

export interface JsonSample {
  /** The records that parse, each as ingest would hand it on. */
  readonly frames: readonly FrameBytes[];
  /** The same, decoded. */
  readonly texts: readonly string[];
}

function parses(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/** The frames of JSON records all of which parse to an object or array; undefined where there are none. */
export function jsonSampleOf(frames: readonly FrameBytes[]): JsonSample | undefined {
  const candidates = frames
    .filter(({ format }) => format === 'json')
    .map((frame) => ({ frame, texts: [...recordsOfFrame(frame)].map((record) => record.toString()) }))
    .map(({ frame, texts }) => keepParsed(frame, texts))
    .filter(({ texts }) => texts.length > 0);
  if (candidates.length === 0) return undefined;
  return { frames: candidates.map(({ frame }) => frame), texts: candidates.flatMap(({ texts }) => texts) };
}

function keepParsed(frame: FrameBytes, texts: readonly string[]): { frame: FrameBytes; texts: string[] } {
  const kept = [...recordsOfFrame(frame)].filter((_, at) => parses(texts[at] ?? ''));
  if (kept.length === texts.length) return { frame, texts: [...texts] };
  const newline = Buffer.from('\n');
  const bytes = Buffer.concat(kept.flatMap((record) => [record, newline]));
  const lengths = Uint32Array.from(kept, ({ length }) => length + 1);
  return { frame: { bytes, lengths, format: 'json' }, texts: texts.filter(parses) };
}

/** The least that a tool pays which reads JSON as objects. The texts are decoded before it is timed. */
export function jsonTask({ texts }: JsonSample): Task {
  return {
    name: 'JSON.parse + stringify',
    run: () => {
      for (const text of texts) JSON.stringify(JSON.parse(text));
    },
  };
}
