import type { KeyObject } from 'node:crypto';
import { ScrubjayError } from '@scrubjay/errors';
import { attestText, manifestLink, openAttestedText, parseJson } from '@scrubjay/sink';
import type { Signer } from '@scrubjay/vault';
import { z } from 'zod';

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is about to be done to one object. */
const rewrite = z.strictObject({
  key: z.string().min(1),
  /** Where it lay before, if elsewhere: an object that was withheld. */
  from: z.string().min(1).nullable(),
  /** Of the bytes as stored, before and after. */
  before: sha256,
  sha256,
  /** As in a manifest, of what it becomes. */
  bytes: count,
  plainBytes: count,
  records: count,
  /** Records that changed; that went to quarantine; that a rule discarded. */
  changed: count,
  withheld: count,
  discarded: count,
  findings: z.array(z.strictObject({ detector: z.string(), action: z.string(), count })),
});
export type Rewrite = z.output<typeof rewrite>;

/** That an object has become what was said; says it again, so that it holds without its intent. */
const completion = z.strictObject({
  ...rewrite.pick({ key: true, from: true, sha256: true, bytes: true, plainBytes: true, records: true })
    .shape,
  /** Old versions that were removed, and those that the store refused to remove. */
  versionsRemoved: count,
  versionsKept: count,
});
export type Completion = z.output<typeof completion>;
/** What an object has become. */
export type Became = Omit<Completion, 'versionsRemoved' | 'versionsKept'>;

const shared = {
  version: z.literal(1),
  environment: z.string(),
  /** `release`: of an object that was withheld over an incident. */
  reason: z.enum(['rescrub', 'release']),
  /** Which run: all amendments of one have the same. */
  run: z.string(),
  /** Place in the row, from 1; numbers may be left out. */
  number: z.int().min(1),
  writtenAt: z.iso.datetime(),
  /** Fingerprint of the ruleset, before the overrides of a policy. */
  ruleset: z.string(),
  sealedUnder: z.string(),
  previous: manifestLink.nullable(),
};

const amendment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('intent'), ...shared, objects: z.array(rewrite) }),
  z.strictObject({ kind: z.literal('completion'), ...shared, objects: z.array(completion) }),
]);

/** What a rescrub is about to change in what manifests say, or has changed. Manifests themselves stay as they are. */
export type Amendment = z.output<typeof amendment>;

export const amendmentPrefix = 'manifests/_rescrub/';
const predicateType = 'https://scrubjay.dev/redaction-amendment/v1';
const numberDigits = 20;

export function amendmentKey(number: number): string {
  return `${amendmentPrefix}${String(number).padStart(numberDigits, '0')}.json.esdk`;
}

/** An amendment as it is stored, before it is sealed. */
export function attestAmendment(signer: Signer, value: Amendment): ReturnType<typeof attestText> {
  const { environment, kind, reason, run, number } = value;
  return attestText(signer, amendmentKey(number), Buffer.from(JSON.stringify(value)), {
    type: predicateType,
    value: { environment, kind, reason, run, number },
  });
}

/**
 * The amendment that lies at `key`, as it was attested.
 * @throws SJ_SIGNATURE_INVALID unless the key's owner signed just this for this place; SJ_STATE_DAMAGED
 */
export function openAmendmentFile(
  publicKey: KeyObject,
  key: string,
  bytes: Buffer,
): { readonly amendment: Amendment; readonly sha256: string } {
  const opened = openAttestedText(publicKey, key, bytes, predicateType);
  const parsed = amendment.safeParse(parseJson(opened.text));
  if (parsed.success && amendmentKey(parsed.data.number) === key)
    return { amendment: parsed.data, sha256: opened.sha256 };
  throw new ScrubjayError('SJ_STATE_DAMAGED', `The amendment ${key} cannot be understood.`, {
    fix: 'Restore an earlier version of this object; find out who else writes to this place.',
  });
}
