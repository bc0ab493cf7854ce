import { hkdf } from 'node:crypto';
import { promisify } from 'node:util';

const hkdfAsync = promisify(hkdf);
const keyBytes = 32;

/** What the pseudonym key is asked for. The version changes only together with the construction. */
export function pseudonymInfo(epoch: string): Buffer {
  return Buffer.from(`scrubjay/pseudonym/v1/${epoch}`);
}

/** HKDF-SHA-256 (RFC 5869) without salt: the key file's key is uniformly random already. */
export async function derivePseudonymKey(key: Uint8Array, epoch: string): Promise<Buffer> {
  return Buffer.from(await hkdfAsync('sha256', key, Buffer.alloc(0), pseudonymInfo(epoch), keyBytes));
}
