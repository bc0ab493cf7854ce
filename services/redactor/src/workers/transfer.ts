import type { OpenText } from '@scrubjay/engine';
import type { Frame } from '@scrubjay/frame';
import type { FrameAnswer } from './messages.js';

/** A message and the buffers that are given away with it: after the post they are empty for who sent them. */
export interface Packed<T> {
  readonly message: T;
  readonly transfer: readonly ArrayBuffer[];
}

/** Buffers up to this size are copied: they may lie in Node's shared pool, and moving them saves nothing. Bytes. */
const smallBytes = 16_384;

/**
 * Decides for each view of bytes whether its memory is given away or copied. Memory is given away whole, so the view must
 * be most of it, and nobody else's: `mayMove` says who vouches for that.
 */
class Packer {
  readonly transfer = new Set<ArrayBuffer>();
  readonly #mayMove: (memory: ArrayBuffer, view: Uint8Array) => boolean;

  constructor(mayMove: (memory: ArrayBuffer, view: Uint8Array) => boolean) {
    this.#mayMove = mayMove;
  }

  bytes(view: Buffer): Buffer {
    const memory = view.buffer;
    if (memory instanceof ArrayBuffer) {
      if (this.transfer.has(memory)) return view;
      if (view.length > smallBytes && this.#mayMove(memory, view)) {
        this.transfer.add(memory);
        return view;
      }
    }
    return this.#copy(view);
  }

  frame(frame: Frame): Frame {
    const { attributes } = frame;
    return {
      ...frame,
      lengths: compact(frame.lengths),
      offsets: compact(frame.offsets),
      timestampsMs: compact(frame.timestampsMs),
      records: this.bytes(frame.records),
      ...(attributes && {
        attributes: { lengths: compact(attributes.lengths), bytes: this.bytes(attributes.bytes) },
      }),
    };
  }

  pack<T>(message: T): Packed<T> {
    return { message, transfer: [...this.transfer] };
  }

  #copy(view: Buffer): Buffer {
    const copy = new Uint8Array(view);
    this.transfer.add(copy.buffer);
    return Buffer.from(copy.buffer);
  }
}

/** A clone of a part of a typed array would clone the whole of its memory. */
function compact<A extends Uint32Array | Float64Array>(values: A): A {
  return values.byteLength === values.buffer.byteLength ? values : (values.slice() as A);
}

const isMost = (memory: ArrayBuffer, view: Uint8Array): boolean => view.length * 2 >= memory.byteLength;

/**
 * A frame on its way to a worker. With `mayMove` its memory is given away where it is most of an ArrayBuffer; the caller
 * vouches that nobody else looks at that. Its metadata stays.
 */
export function packFrame(frame: Frame, mayMove: boolean): Packed<Frame> {
  const packer = new Packer((memory, view) => mayMove && isMost(memory, view));
  return packer.pack(packer.frame(frame));
}

/**
 * What a worker answers. Given away are the input's own memory, where its records are passed on, and memory that one output
 * fills; all other bytes are copied out.
 */
export function packAnswer(answer: FrameAnswer, input: Frame): Packed<FrameAnswer> {
  const own = input.records.buffer;
  const isWhole = (memory: ArrayBuffer, view: Uint8Array): boolean =>
    view.length === memory.byteLength || (memory === own && isMost(memory, view));
  const packer = new Packer(isWhole);
  const { redacted } = answer;
  const outputs = redacted.outputs.map(({ to, frame }) => ({ to, frame: packer.frame(frame) }));
  return packer.pack({ ...answer, redacted: { ...redacted, outputs, open: packTexts(redacted.open) } });
}

/** Copies, so that a few KiB do not keep the memory of a whole frame. */
export function packTexts(texts: readonly OpenText[]): OpenText[] {
  return texts.map((text) => ({ ...text, lead: Buffer.from(new Uint8Array(text.lead).buffer) }));
}

const toBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Makes Buffers of the plain arrays that arrive; nothing is copied. */
export function unpackFrame(frame: Frame): Frame {
  const { attributes } = frame;
  return {
    ...frame,
    records: toBuffer(frame.records),
    ...(attributes && { attributes: { ...attributes, bytes: toBuffer(attributes.bytes) } }),
  };
}

export function unpackTexts(texts: readonly OpenText[]): OpenText[] {
  return texts.map((text) => ({ ...text, lead: toBuffer(text.lead) }));
}

export function unpackAnswer({ redacted, shadow }: FrameAnswer): FrameAnswer {
  const outputs = redacted.outputs.map(({ to, frame }) => ({ to, frame: unpackFrame(frame) }));
  return { redacted: { ...redacted, outputs, open: unpackTexts(redacted.open) }, shadow };
}
