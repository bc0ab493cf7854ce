import {
  AlgorithmSuiteIdentifier,
  CommitmentPolicy,
  CommitmentPolicySuites,
  getDecryptionHelper,
  NodeAlgorithmSuite,
  type NodeMaterialsManager,
} from '@aws-crypto/client-node';
import { getEncryptionInfo } from '@aws-crypto/encrypt-node/build/main/src/encrypt_stream.js';
import { getEncryptFrame } from '@aws-crypto/encrypt-node/build/main/src/framed_encrypt_stream.js';
import { aadFactory, ContentType, decodeBodyHeader, deserializeFactory } from '@aws-crypto/serialize';
import { setImmediate as nextTurn } from 'node:timers/promises';

/*
 * Messages that are in memory as a whole, by the parts that the Encryption SDK's own streams are made of: its materials,
 * key derivation, header and frames. The streams take 0.6 ms a message, more than all the rest of it; what is written and
 * read is the same, and tests hold both to each other.
 */

/** Key commitment, so that a message has one plaintext; no signature, as its readers and writers are one trust domain. */
const suiteId = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;
const suite = new NodeAlgorithmSuite(suiteId);
const commitmentPolicy = CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT;
/** Our messages have one data key. More would be a way to make an opener call the key service over and over. */
const maxEncryptedDataKeys = 1;
/** Measured: below 1 MiB sealing gets slower, above it opening does. A frame costs 32 bytes. */
const frameLength = 1024 * 1024;
const bitsPerByte = 8;

const nothing = Buffer.alloc(0);
const { messageAAD, messageAADContentString } = aadFactory((text) => Buffer.from(text));
const { deserializeMessageHeader } = deserializeFactory(
  (bytes) => asBuffer(bytes).toString('utf8'),
  NodeAlgorithmSuite,
);

export type EncryptionContext = Readonly<Record<string, string>>;

/** All of it authenticated; whether the context is the wanted one is up to the caller. */
export interface OpenedMessage {
  readonly plain: Buffer;
  readonly context: EncryptionContext;
}

export async function sealWhole(
  materials: NodeMaterialsManager,
  plain: Buffer,
  context: EncryptionContext,
): Promise<Buffer> {
  const request = {
    suite,
    encryptionContext: { ...context },
    commitmentPolicy,
    plaintextLength: plain.length,
  };
  const material = await materials.getEncryptionMaterials(request);
  CommitmentPolicySuites.isEncryptEnabled(commitmentPolicy, material.suite);
  if (material.encryptedDataKeys.length > maxEncryptedDataKeys) throw new RangeError('too many data keys');
  const { getCipher, messageHeader, rawHeader, dispose } = getEncryptionInfo(material, frameLength);
  const parts: Uint8Array[] = [...rawHeader];
  try {
    // As the SDK does it: a message that ends with a whole frame has an empty one behind it.
    for (let at = 0, sequenceNumber = 1; at <= plain.length; at += frameLength, sequenceNumber += 1) {
      const isFinalFrame = plain.length - at < frameLength;
      const chunk = plain.subarray(at, at + frameLength);
      const pendingFrame = { contentLength: chunk.length, content: [chunk], sequenceNumber };
      const { cipher, bodyHeader } = getEncryptFrame({
        ...{ pendingFrame, messageHeader, getCipher, isFinalFrame, suite: material.suite },
      });
      parts.push(bodyHeader, cipher.update(chunk), cipher.final(), cipher.getAuthTag());
      if (!isFinalFrame) await nextTurn();
    }
  } finally {
    dispose();
  }
  return Buffer.concat(parts);
}

/** Rejects for whatever is not one whole authentic message of our suite, with an error of the SDK or of Node. */
export async function openWhole(materials: NodeMaterialsManager, sealed: Buffer): Promise<OpenedMessage> {
  const header = deserializeMessageHeader(sealed, { maxEncryptedDataKeys });
  if (header === false) throw new RangeError('no header');
  const { messageHeader, rawHeader, headerAuth } = header;
  const { messageId, encryptionContext, encryptedDataKeys } = messageHeader;
  const isOurs = messageHeader.suiteId === suiteId && messageHeader.contentType === ContentType.FRAMED_DATA;
  if (!isOurs) throw new RangeError('another suite or layout');
  const material = await materials.decryptMaterials({ suite, encryptionContext, encryptedDataKeys });
  CommitmentPolicySuites.isDecryptEnabled(commitmentPolicy, material.suite, 'a message');
  const { getDecipherInfo, dispose } = getDecryptionHelper(material);
  try {
    const getDecipher = getDecipherInfo(asBuffer(messageId), messageHeader.suiteData);
    const decipher = getDecipher(headerAuth.headerIv);
    decipher.setAAD(asBuffer(rawHeader)).setAuthTag(asBuffer(headerAuth.headerAuthTag));
    decipher.update(nothing);
    decipher.final();
    const plain = await openFrames(sealed, header, getDecipher);
    return { plain, context: { ...encryptionContext } };
  } finally {
    dispose();
  }
}

type Header = Exclude<ReturnType<typeof deserializeMessageHeader>, false>;
type GetDecipher = ReturnType<ReturnType<typeof getDecryptionHelper>['getDecipherInfo']>;

async function openFrames(sealed: Buffer, header: Header, getDecipher: GetDecipher): Promise<Buffer> {
  const { messageId, contentType } = header.messageHeader;
  const parts: Buffer[] = [];
  let at = header.rawHeader.byteLength + header.headerAuth.headerAuthLength;
  for (let sequenceNumber = 1; ; sequenceNumber += 1) {
    const frame = decodeBodyHeader(sealed, header, at);
    if (frame === false || frame.sequenceNumber !== sequenceNumber) throw new RangeError('no such frame');
    const { iv, contentLength, tagLength, isFinalFrame } = frame;
    const contentEnd = frame.readPos + contentLength;
    at = contentEnd + tagLength / bitsPerByte;
    if (at > sealed.length) throw new RangeError('cut short');
    const contentString = messageAADContentString({ contentType, isFinalFrame });
    const decipher = getDecipher(iv);
    decipher.setAAD(asBuffer(messageAAD(messageId, contentString, sequenceNumber, contentLength)));
    decipher.setAuthTag(sealed.subarray(contentEnd, at));
    // Nothing of a frame is used before `final` has proven it, and nothing of a message before its last frame.
    parts.push(decipher.update(sealed.subarray(frame.readPos, contentEnd)), decipher.final());
    if (isFinalFrame) break;
    await nextTurn();
  }
  if (at !== sealed.length) throw new RangeError('bytes behind the last frame');
  const [only = nothing] = parts;
  return parts.length === 2 ? only : Buffer.concat(parts);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
