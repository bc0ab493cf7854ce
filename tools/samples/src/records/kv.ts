import type { Draft } from '../draft.js';
import * as decoys from '../events/decoys.js';
import type { Written } from './types.js';

type Template = (draft: Draft) => string;

const routine: readonly [Template, ...Template[]] = [
  ({ random }) =>
    `msg="job finished" job=export rows=${random.int(90_000)} took=${random.int(9000)}ms sha=${decoys.gitSha(random)}`,
  ({ random }) =>
    `msg="lock acquired" lock=nightly-rollup holder=${random.uuid()} attempt=${random.between(1, 5)}`,
  ({ random }) =>
    `msg="ledger balanced" order=${decoys.orderId(random)} reference=${decoys.ledgerReference(random)} diff=0.00`,
  ({ random }) =>
    `msg="trace sampled" trace_id=${decoys.traceId(random)} span_id=${decoys.spanId(random)} version=${decoys.version(random)}`,
];

const sensitive: readonly [Template, ...Template[]] = [
  (draft) =>
    `msg="reminder due" email=${draft.plant('email')} user=${decoys.userId(draft.random)} channel=mail`,
  (draft) => `msg="callback requested" phone=${draft.plant('phone-e164')} slot=2026-01-09T10:30`,
  (draft) =>
    `msg="retrying payout" iban="${draft.plant('iban')}" amount=${decoys.amount(draft.random)} currency=EUR`,
  (draft) =>
    `msg="peer connected" peer=${draft.plant('ipv4')} mac=${draft.plant('mac-address')} proto=tls1.3`,
  (draft) =>
    `msg="card re-tokenised" card="${draft.plant('card-number')}" order=${decoys.orderId(draft.random)}`,
  (draft) =>
    `msg="broker dsn" dsn=amqp://jobs:${draft.plant('url-password')}@mq.luma.internal:5671/luma heartbeat=30`,
  (draft) =>
    `msg="calling partner" header="Authorization: Bearer ${draft.plant('bearer-token')}" status=${draft.random.pick([200, 401, 503])}`,
  (draft) => `msg="env dumped" password=${draft.plant('password', 'password')} region=eu-central-1`,
  (draft) => `msg="partner configured" api_key=${draft.plant('api-key', 'api_key')} partner=clinic-portal`,
  (draft) => `msg="eligibility batch" ssn=${draft.plant('us-ssn')} result=ok`,
];

/** `key=value` lines of a job runner. */
export function writeKv(draft: Draft): Written {
  const { random } = draft;
  const rest = random.pick(random.chance(0.4) ? routine : sensitive)(draft);
  const time = new Date(draft.timestampMs).toISOString();
  const level = random.pick(['info', 'info', 'info', 'warn', 'debug']);
  return {
    service: 'job-runner',
    text: `ts=${time} level=${level} service=job-runner event_id=${draft.newId()} ${rest}`,
  };
}
