import { base62, base64url, type Random } from '../random.js';

/** Secrets without a shape of their own: a key, a header or a position tells them. */
export const plainSecrets = {
  password: (random: Random): string => random.chars(`${base62}_.!`, random.int(10, 18)),
  awsSecretKey: (random: Random): string => random.chars(`${base62}/+`, 40),
  opaqueToken: (random: Random): string => random.chars(base64url, random.int(28, 60)),
  sessionId: (random: Random): string =>
    random.pick([
      random.hex(32),
      random.chars(base62, 26),
      random.hex(32).toUpperCase(),
      random.chars(base64url, 43),
    ]),
  apiKey: (random: Random): string => random.pick([random.hex(32), random.chars(base62, 32), random.hex(40)]),
} as const;
