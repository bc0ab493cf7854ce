import { Buffer } from 'node:buffer';
import { isScrubjayError } from '@scrubjay/errors';
import { decodeFrame, encodeFrame, FrameBuilder } from '@scrubjay/frame';
import { Broken, type Target } from '../target.js';

function sampleFrame(): Buffer {
  const builder = new FrameBuilder({
    ...{ stream: 'app-logs', partition: 3, environment: 'test', service: 'checkout', format: 'text' },
    ...{ schemaId: '', ingestedAtMs: 1_790_000_000_000, maxFrameBytes: 65_536 },
  });
  for (let record = 0; record < 5; record += 1)
    builder.add(Buffer.from(`record ${record}`), BigInt(record), 1_790_000_000_000 + record);
  return encodeFrame(builder.build());
}

/** Decodes arbitrary bytes as a frame. Promises: only SJ_FRAME_INVALID is thrown; what decodes encodes and decodes again. */
export function createFrameTarget(): Target {
  return {
    name: 'frame',
    seeds: [sampleFrame()],
    dictionary: ['\x08\x01', '\x12\x00', '\xff\xff\xff\xff\x0f', '\x72\x05', '\x8a\x01\x00', '\x00'],
    check(input) {
      try {
        const frame = decodeFrame(input);
        if (!decodeFrame(encodeFrame(frame)).records.equals(frame.records))
          throw new Broken('the records differ after another round');
      } catch (error) {
        if (!isScrubjayError(error) || error.code !== 'SJ_FRAME_INVALID') throw error;
      }
    },
  };
}
