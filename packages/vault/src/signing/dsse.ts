import type { KeyObject } from 'node:crypto';
import { ScrubjayError } from '@scrubjay/errors';
import { verifySignature } from './public-key.js';
import type { Signer } from './types.js';

/*
 * Dead Simple Signing Envelope, version 1: what in-toto attestations travel in.
 * https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
 */

interface Envelope {
  readonly payloadType: string;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** Signs a payload and returns the envelope as JSON. */
export async function signEnvelope(signer: Signer, payloadType: string, payload: Buffer): Promise<Buffer> {
  const { keyId, bytes } = await signer.sign(preAuthentication(payloadType, payload));
  const envelope: Envelope = {
    payloadType,
    payload: payload.toString('base64'),
    signatures: [{ keyid: keyId, sig: bytes.toString('base64') }],
  };
  return Buffer.from(JSON.stringify(envelope));
}

/**
 * The payload of an envelope of this type that the key has signed.
 * @throws SJ_SIGNATURE_INVALID for everything else, damaged envelopes included.
 */
export function openEnvelope(publicKey: KeyObject, payloadType: string, envelope: Buffer): Buffer {
  const { payload, signatures, payloadType: found } = parse(envelope);
  const bytes = Buffer.from(payload, 'base64');
  const message = preAuthentication(found, bytes);
  const isSigned = signatures.some(({ sig }) =>
    verifySignature(publicKey, message, Buffer.from(sig, 'base64')),
  );
  if (found !== payloadType || !isSigned) throw invalid();
  return bytes;
}

/** What is signed: type and payload with their lengths, so that neither can be read as part of the other. */
function preAuthentication(payloadType: string, payload: Buffer): Buffer {
  const type = Buffer.from(payloadType);
  const head = `DSSEv1 ${String(type.length)} ${payloadType} ${String(payload.length)} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

function parse(envelope: Buffer): Envelope {
  let value: unknown;
  try {
    value = JSON.parse(envelope.toString('utf8'));
  } catch {
    throw invalid();
  }
  if (!isEnvelope(value)) throw invalid();
  return value;
}

function isEnvelope(value: unknown): value is Envelope {
  const { payloadType, payload, signatures } = (value ?? {}) as Partial<Record<keyof Envelope, unknown>>;
  return (
    typeof payloadType === 'string' &&
    typeof payload === 'string' &&
    Array.isArray(signatures) &&
    signatures.every((one: unknown) => typeof (one as { sig?: unknown } | null)?.sig === 'string')
  );
}

function invalid(): ScrubjayError {
  return new ScrubjayError('SJ_SIGNATURE_INVALID', 'An envelope is not signed by the signing key.');
}
