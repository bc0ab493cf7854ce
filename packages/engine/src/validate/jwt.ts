import { Buffer } from 'node:buffer';

/** A JSON Web Token's first part must decode to a JSON object that names its algorithm (RFC 7515 section 4.1.1). */
export function isJwt(bytes: Buffer, start: number, end: number): boolean {
  const [header = ''] = bytes.toString('latin1', start, end).split('.', 1);
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && 'alg' in value && typeof value.alg === 'string';
  } catch {
    return false;
  }
}
