import { scrubjay } from '@scrubjay/schemas';
import protobuf from 'protobufjs/minimal.js';
import { assertSound, formats } from './check.js';
import type { Frame } from './types.js';
import { packVarints, toZigzag } from './wire.js';

/** Version of the layout that is written. Readers refuse any other. */
export const frameVersion = 1;

const { Quarantine } = scrubjay.v1;

/** Each value minus the one before it; the first is 0. */
function toDeltas(values: Float64Array, map: (delta: number) => number): Float64Array {
  const deltas = new Float64Array(values.length);
  for (let index = 1; index < values.length; index++) {
    deltas[index] = map((values[index] ?? 0) - (values[index - 1] ?? 0));
  }
  return deltas;
}

const same = (value: number): number => value;

/**
 * Encodes a frame by schemas/scrubjay/v1/frame.proto; the records are copied once, into the result, which fills what
 * `allocate` gives: memory of its own unless told. Throws SJ_INTERNAL when the frame is unsound (see {@link findFault}).
 */
export function encodeFrame(
  frame: Frame,
  allocate: (bytes: number) => Buffer = (bytes) => Buffer.allocUnsafeSlow(bytes),
): Buffer {
  assertSound(frame, 'SJ_INTERNAL', 'A frame that was about to be encoded is unsound');
  const head = encodeHead(frame);
  const tail = encodeTail(frame);
  const encoded = allocate(head.length + frame.records.length + tail.length);
  encoded.set(head);
  encoded.set(frame.records, head.length);
  encoded.set(tail, head.length + frame.records.length);
  return encoded;
}

/** All that stands before the bytes of the records. */
function encodeHead(frame: Frame): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(8).uint32(frameVersion);
  writer.uint32(18).string(frame.stream).uint32(24).uint32(frame.partition);
  writer.uint32(33).fixed64(frame.offsets[0] ?? 0);
  writer.uint32(42).bytes(packVarints(toDeltas(frame.offsets, same)));
  writer.uint32(50).string(frame.environment).uint32(58).string(frame.service);
  writer.uint32(64).int32(formats.indexOf(frame.format) + 1);
  writer.uint32(74).string(frame.schemaId);
  writer.uint32(81).fixed64(frame.timestampsMs[0] ?? 0);
  writer.uint32(90).bytes(packVarints(toDeltas(frame.timestampsMs, toZigzag)));
  writer.uint32(97).fixed64(frame.ingestedAtMs);
  writer.uint32(106).bytes(packVarints(frame.lengths));
  return writer.uint32(114).uint32(frame.records.length).finish();
}

function encodeTail(frame: Frame): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(122).string(frame.rulesetFingerprint);
  for (const { detector, action, count } of frame.findings) {
    writer.uint32(130).fork().uint32(10).string(detector).uint32(18).string(action);
    writer.uint32(24).uint64(count).ldelim();
  }
  if (frame.quarantine !== undefined) Quarantine.encode(frame.quarantine, writer.uint32(138).fork()).ldelim();
  if (frame.attributes !== undefined) {
    writer.uint32(146).bytes(packVarints(frame.attributes.lengths));
    writer.uint32(154).bytes(frame.attributes.bytes);
  }
  return writer.finish();
}
