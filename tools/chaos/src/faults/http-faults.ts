import { services } from '@scrubjay/e2e';
import { kmsError, s3Error } from '../proxy/http-answers.js';
import type { Api, HttpFault } from '../proxy/http-proxy.js';
import type { FaultKind, PlannedFault } from './types.js';

type Draw = (fault: PlannedFault) => HttpFault;
interface Row {
  readonly name: string;
  readonly title: string;
  readonly draw: Draw;
  readonly mayExit?: FaultKind['mayExit'];
}

const error =
  (answer: ReturnType<typeof s3Error>): Draw =>
  () => ({ kind: 'error', answer });
const silence: Draw = ({ strength }) => ({ kind: 'silence', cutAtHeal: strength < 0.5 });

/** A refusal ends the service with 3, as the outside world is not as the configuration says. */
const refused = { mayExit: [3] } as const;

const s3Rows: readonly Row[] = [
  { name: 's3-500', title: 'S3 answers 500', draw: error(s3Error(500, 'InternalError')) },
  { name: 's3-slowdown', title: 'S3 answers 503 SlowDown', draw: error(s3Error(503, 'SlowDown')) },
  { name: 's3-timeout', title: 'S3 does not answer', draw: silence },
  {
    name: 's3-half-body',
    title: 'Connection cut in the body of a PUT',
    draw: () => ({ kind: 'cut-request' }),
  },
  { name: 's3-lost-answer', title: 'S3 does it, the answer is lost', draw: () => ({ kind: 'cut-response' }) },
  { name: 's3-wrong-etag', title: 'S3 names a wrong ETag', draw: () => ({ kind: 'wrong-etag' }) },
  {
    name: 's3-expired',
    title: 'Expired credentials for S3',
    draw: error(s3Error(400, 'ExpiredToken')),
    ...refused,
  },
];

const kmsRows: readonly Row[] = [
  { name: 'kms-throttle', title: 'KMS throttles', draw: error(kmsError(400, 'ThrottlingException')) },
  {
    name: 'kms-denied',
    title: 'KMS denies',
    draw: error(kmsError(400, 'AccessDeniedException')),
    ...refused,
  },
  { name: 'kms-timeout', title: 'KMS does not answer', draw: silence },
  {
    name: 'kms-expired',
    title: 'Expired credentials for KMS',
    draw: error(kmsError(400, 'ExpiredTokenException')),
    ...refused,
  },
];

/** Half of these faults fall on every request, the others on some. */
function shareOf({ which }: PlannedFault): number {
  return which < 0.5 ? 1 : 0.2 + which / 2;
}

function toKind(api: Api, { name, title, draw, mayExit }: Row): FaultKind {
  return {
    name,
    title,
    victims: api === 's3' ? ['sink'] : services,
    strikes: 'all',
    domain: api,
    durationMs: [4_000, 12_000],
    ...(mayExit === undefined ? {} : { mayExit }),
    begin: async ({ http }, fault) => {
      const injection = http.inject({ api, share: shareOf(fault), fault: draw(fault) });
      return {
        evidence: async () => {
          const hits = injection.hits();
          return hits > 0 ? `${String(hits)} requests were struck` : undefined;
        },
        heal: async () => injection.end(),
      };
    },
  };
}

/** What S3 and KMS can do. */
export const httpFaults: readonly FaultKind[] = [
  ...s3Rows.map((row) => toKind('s3', row)),
  ...kmsRows.map((row) => toKind('kms', row)),
];
