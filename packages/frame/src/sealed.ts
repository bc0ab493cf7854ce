import { isScrubjayError, ScrubjayError } from '@scrubjay/errors';
import {
  compress,
  compressionCodec,
  decompress,
  defaultMaxDecompressedBytes,
  type CompressionCodec,
} from './compression.js';
import { decodeFrame } from './decode.js';
import { encodeFrame } from './encode.js';
import type { Frame, FrameStream } from './types.js';

/** Seals bytes under the key of a purpose and binds them to a context. packages/vault implements it. */
export interface Sealer {
  seal(purpose: FrameStream, plain: Buffer, context: Readonly<Record<string, string>>): Promise<Buffer>;
  /** Rejects unless the message was sealed for `purpose` and its context holds every pair of `context`. */
  open(purpose: FrameStream, sealed: Buffer, context: Readonly<Record<string, string>>): Promise<Buffer>;
}

/** Larger frames than usual are encoded in memory of their own. */
const maxScratchBytes = 4_194_304;

/**
 * Memory in which one frame after another is encoded, until it is compressed: new memory for each would cost about as much
 * as filling it, and be garbage at once.
 */
class Scratch {
  #bytes: Buffer = Buffer.alloc(0);

  readonly allocate = (bytes: number): Buffer => {
    if (bytes > maxScratchBytes) return Buffer.allocUnsafeSlow(bytes);
    if (bytes > this.#bytes.length) {
      this.#bytes = Buffer.allocUnsafeSlow(Math.min(maxScratchBytes, Math.ceil(bytes * 1.25)));
    }
    return this.#bytes.subarray(0, bytes);
  };
}

export interface FrameCodec {
  /** Frame → protobuf → LZ4 → sealed message. */
  seal(to: FrameStream, frame: Frame): Promise<Buffer>;
  /**
   * The reverse. Rejects with SJ_VAULT_OPEN_FAILED for a message that was altered or belongs to another stream or
   * environment, with SJ_FRAME_INVALID for one that is authentic but no sound frame.
   */
  open(from: FrameStream, sealed: Buffer): Promise<Frame>;
}

/**
 * The context of a sealed frame is {environment, stream, partition, purpose, codec}. It is readable by anyone and is the
 * key of the data-key cache, so it holds few values. The name of the source stream is not in it: a file's name may
 * itself be sensitive, every file would cost a data key, and the frame inside is authenticated with its stream anyway.
 */
export function createFrameCodec(options: {
  readonly sealer: Sealer;
  readonly environment: string;
}): FrameCodec {
  const { sealer, environment } = options;
  const contextOf = (stream: FrameStream, codec: CompressionCodec): Record<string, string> => ({
    ...{ environment, stream, purpose: 'frame', codec },
  });
  const openAs = async (codec: CompressionCodec, from: FrameStream, sealed: Buffer): Promise<Buffer> =>
    decompress(await sealer.open(from, sealed, contextOf(from, codec)), defaultMaxDecompressedBytes, codec);
  const scratch = new Scratch();
  return {
    async seal(to, frame) {
      if (frame.environment !== environment) throw strayed('SJ_INTERNAL');
      // Compressed before anything else happens: by the next frame the scratch is another's.
      const plain = await compress(encodeFrame(frame, scratch.allocate));
      return sealer.seal(to, plain, {
        ...contextOf(to, compressionCodec),
        partition: String(frame.partition),
      });
    },
    async open(from, sealed) {
      let plain: Buffer;
      try {
        plain = await openAs(compressionCodec, from, sealed);
      } catch (error) {
        // Sealed before frames were LZ4, or not ours at all: the context it is bound to tells.
        if (!isScrubjayError(error) || error.code !== 'SJ_VAULT_OPEN_FAILED') throw error;
        plain = await openAs('gzip', from, sealed);
      }
      const frame = decodeFrame(plain);
      if (frame.environment !== environment) throw strayed('SJ_FRAME_INVALID');
      return frame;
    },
  };
}

function strayed(code: 'SJ_INTERNAL' | 'SJ_FRAME_INVALID'): ScrubjayError {
  return new ScrubjayError(code, 'A frame belongs to another environment than this process.');
}
