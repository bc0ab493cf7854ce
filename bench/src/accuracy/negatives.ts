import { base62, digit, lower, Random, upper } from './random.js';
import { luhnDigit, eanDigit } from './values/checksums.js';
import { timestamp } from './values/dates.js';
import type { LabelledLine } from './pieces.js';

type Draw = (random: Random) => string;

/** Sixteen digits that begin like a card and fail Luhn. */
const notACard: Draw = (r) => {
  const body = r.pick(['4', '51', '55', '6011']) + r.digits(12);
  const fifteen = body.slice(0, 15).padEnd(15, '7');
  return fifteen + String((Number(luhnDigit(fifteen)) + r.int(1, 9)) % 10);
};

/** GS1 mod 10 holds, ISO 7812's does not. */
const ean: Draw = (r) => {
  const body = r.pick(['400', '978', '871', '500']) + r.digits(9);
  return body + eanDigit(body);
};

const semver: Draw = (r) =>
  `${r.int(0, 20)}.${r.int(0, 40)}.${r.int(0, 60)}${r.pick(['', '', '-rc.1', '-SNAPSHOT', '+build.77'])}`;
const pod: Draw = (r) =>
  `${r.pick(['orders', 'api-gateway', 'redis', 'ingest'])}-${r.hex(9)}-${r.chars('bcdfghjklmnpqrstvwxz2456789', 5)}`;
const iso: Draw = (r) => timestamp(r).toISOString();
const className: Draw = (r) =>
  `com.acme.${r.pick(['orders', 'mail', 'geo', 'auth'])}.${r.pick(['EmailAddressValidator', 'PhoneNumberFormatter', 'TokenBucketLimiter', 'PasswordEncoderFactory'])}`;
const host: Draw = (r) =>
  `${r.pick(['db', 'web', 'kafka', 'cache'])}-${r.int(1, 30)}.${r.pick(['eu-central-1', 'fsn1', 'ams3'])}.${r.pick(['compute.internal', 'svc.cluster.local', 'acme.net'])}`;
const path: Draw = (r) =>
  `/var/lib/${r.pick(['docker/overlay2', 'kubelet/pods', 'postgres/16'])}/${r.hex(32)}/${r.pick(['merged', 'volumes', 'base'])}`;
const s: Draw = (r) => String(Math.floor(timestamp(r).getTime() / 1000));
const image: Draw = (r) => Buffer.from(r.hex(r.int(60, 200))).toString('base64');

/** Lines that look like something and are nothing: each draws its own near miss. */
const lines: Readonly<Record<string, Draw>> = {
  'order-id': (r) =>
    `order ${r.pick(['ORD-', 'SO', '#', 'A-'])}${r.digits(r.int(6, 12))} confirmed, ${r.int(1, 9)} items, total ${r.int(5, 900)}.${r.digits(2)} EUR`,
  'epoch-s': (r) => `lease renewed until ${s(r)} by worker-${r.int(1, 40)}`,
  'epoch-ms': (r) => `{"level":30,"time":${timestamp(r).getTime()},"pid":${r.int(1, 30_000)},"msg":"tick"}`,
  'epoch-us': (r) => `span start=${s(r)}${r.digits(6)} end=${s(r)}${r.digits(6)}`,
  'epoch-ns': (r) =>
    `{"timeUnixNano":"${s(r)}${r.digits(9)}","severityText":"INFO","body":{"stringValue":"flushed"}}`,
  uuid: (r) => `processing message ${r.uuid()} (parent ${r.uuid()})`,
  'hex-digest': (r) => `sha256:${r.hex(64)} verified; md5 ${r.hex(32)}`,
  'git-sha': (r) => `Merge commit ${r.hex(40)} into main; HEAD is now at ${r.hex(7)} Fix typo`,
  'trace-id': (r) => `traceparent: 00-${r.hex(32)}-${r.hex(16)}-01`,
  'b3-trace': (r) =>
    `{"trace_id":"${r.hex(32)}","span_id":"${r.hex(16)}","parent_id":"${r.hex(16)}","sampled":true}`,
  version: (r) => `starting ingest ${semver(r)} on Node v${r.int(18, 24)}.${r.int(0, 20)}.${r.int(0, 5)}`,
  'four-part-version': (r) =>
    `Driver version ${r.int(1, 9)}.${r.int(0, 9)}.${r.int(0, 9)}.${r.int(0, 9)} loaded`,
  'browser-version': (r) =>
    `feature flags for Chrome/${r.int(90, 130)}.0.${r.int(4000, 6999)}.${r.int(10, 199)} evaluated`,
  'non-luhn': (r) => `ledger entry ${notACard(r)} posted`,
  'non-luhn-json': (r) =>
    `{"level":"info","transactionId":"${notACard(r)}","status":"ok","sequence":${r.int(1, 1e9)}}`,
  hostname: (r) => `resolved ${host(r)} in ${r.int(1, 90)} ms via ${host(r)}`,
  'mac-like': (r) =>
    `uptime ${r.padded(0, 23, 2)}:${r.padded(0, 59, 2)}:${r.padded(0, 59, 2)}, fingerprint ${Array.from({ length: 16 }, () => r.hex(2)).join(':')}`,
  float: (r) =>
    `loss=0.${r.digits(16)} lr=${r.int(1, 9)}.${r.digits(4)}e-0${r.int(3, 6)} step=${r.int(1, 99_999)}`,
  'base64-image': (r) =>
    `{"level":"debug","msg":"thumbnail","src":"data:image/png;base64,iVBORw0KGgo${image(r)}"}`,
  'class-name': (r) => `${iso(r)} DEBUG ${className(r)} - bean created in ${r.int(1, 500)} ms`,
  'pod-name': (r) => `Successfully assigned prod/${pod(r)} to node-${r.int(1, 40)}`,
  etag: (r) =>
    `PUT s3://logs-prod/dt=2026-03-${r.padded(1, 28, 2)}/part-${r.padded(0, 999, 5)}.gz ETag: "${r.hex(32)}-${r.int(1, 9)}"`,
  'file-path': (r) => `unlink ${path(r)}: ENOENT`,
  port: (r) => `listening on port ${r.int(1024, 65_535)}, admin on :${r.int(1024, 65_535)}`,
  duration: (r) =>
    `GC pause (G1 Evacuation) ${r.int(1, 90)}.${r.digits(3)}ms, next in ${r.int(1, 59)}m${r.int(1, 59)}s`,
  isbn: (r) => `indexed book ISBN ${ean(r)} (${r.int(90, 900)} pages)`,
  ean: (r) =>
    `{"level":"info","sku":"${r.chars(upper, 3)}-${r.digits(5)}","ean":"${ean(r)}","stock":${r.int(0, 400)}}`,
  tracking: (r) => `parcel 1Z${r.chars(digit + upper, 16)} handed over, DHL 00340434${r.digits(12)}`,
  sql: (r) =>
    `LOG:  duration: ${r.int(1, 900)}.${r.digits(3)} ms  statement: SELECT o.id, o.total, u.email FROM orders o JOIN users u ON u.id = o.user_id WHERE o.created_at > now() - interval '${r.int(1, 30)} days' LIMIT ${r.int(10, 500)}`,
  'stack-trace': (r) =>
    `java.lang.NullPointerException: Cannot invoke "User.getEmail()" because "user" is null\n\tat ${className(r)}.apply(${r.pick(['Mailer', 'Address'])}.java:${r.int(10, 900)})`,
  'node-trace': (r) =>
    `TypeError: Cannot read properties of undefined (reading 'password')\n    at Object.login (/app/dist/auth.js:${r.int(1, 400)}:${r.int(1, 80)})`,
  timezone: (r) =>
    `schedule set to ${r.pick(['Europe/Berlin', 'America/New_York'])} UTC+0${r.int(1, 9)}:00, next run ${iso(r)}`,
  percentage: (r) =>
    `disk /dev/sda${r.int(1, 9)} ${r.int(1, 99)}.${r.digits(2)}% used, inodes ${r.int(1, 99)}%`,
  range: (r) =>
    `bytes ${r.int(0, 1000)}-${r.int(100_000, 999_999)}/${r.int(1_000_000, 9_999_999)}, retry after ${r.int(1, 9)}-${r.int(10, 99)} s`,
  'git-diff': (r) =>
    `index ${r.hex(7)}..${r.hex(7)} 100644\n--- a/src/mail/address.ts\n+++ b/src/mail/address.ts\n@@ -${r.int(1, 99)},${r.int(1, 9)} +${r.int(1, 99)},${r.int(1, 9)} @@`,
  metrics: (r) =>
    `http_requests_total{method="GET",code="${r.pick([200, 404, 500])}",handler="/api/v1/users"} ${r.int(1, 9e6)} ${timestamp(r).getTime()}`,
  statsd: (r) => `api.latency.p99:${r.int(1, 900)}.${r.digits(2)}|ms|#env:prod,az:eu-central-1a`,
  kernel: (r) =>
    `kernel: [${r.int(1, 99_999)}.${r.digits(6)}] eth0: link up, ${r.pick([100, 1000])} Mbps, lpa 0x${r.hex(4).toUpperCase()}`,
  pci: (r) => `pci 0000:0${r.int(0, 3)}:${r.hex(2)}.0: reg 0x10: [mem 0x${r.hex(8)}-0x${r.hex(8)} 64bit]`,
  'go-panic': (r) =>
    `goroutine ${r.int(1, 900)} [running]: main.(*Server).handle(0xc000${r.hex(6)}, {0x${r.hex(6)}, 0x${r.hex(2)}})`,
  kafka: (r) =>
    `[Consumer clientId=c-${r.int(1, 9)}, groupId=orders] Seeking to offset ${r.int(1, 1e9)} for partition events-${r.int(0, 40)}`,
  'card-brand': (r) =>
    `{"level":"info","cardBrand":"visa","cardType":"credit","installments":${r.int(1, 12)},"passwordExpired":false}`,
  'key-names': (r) =>
    `{"level":"info","emailCount":${r.int(0, 90)},"phoneVerified":true,"addressId":${r.int(1, 9999)},"tokenTtl":${r.int(60, 3600)}}`,
  'i18n-key': (r) =>
    `missing translation: ${r.pick(['form.email.label', 'checkout.address.title', 'user.password.hint', 'login.phone.placeholder'])} (de)`,
  validation: (r) =>
    `validation: ${r.pick(['email is required', 'password must have 12 characters', 'phone number is missing', 'birth date must lie in the past'])}`,
  'health-word': (r) =>
    `GET /${r.pick(['healthz', 'health/live', 'api/health'])} 200 ${r.int(1, 9)}ms; ${r.pick(['circuit breaker closed', 'liveness probe succeeded', 'heart beat sent'])}`,
  'cron-period': (r) =>
    `${r.pick(['retention period', 'billing period', 'grace period', 'sampling cycle', 'clock cycle'])} is ${r.int(1, 90)} days`,
  'release-code': (r) =>
    `${r.pick(['Project', 'Release', 'Sprint'])} ${r.chars(upper, 2)}${r.int(10, 99)} ${r.chars(upper, 3)} moved to done`,
  'error-code': (r) =>
    `error ${r.pick(['E', 'F', 'N'])}${r.int(100, 999)}: ${r.pick(['disk quota', 'queue full', 'bad gateway'])} (code ${r.int(1000, 9999)})`,
  'dns-query': (r) => `query: ${host(r)} IN AAAA + (cache), TTL ${r.int(30, 3600)}`,
  'screen-size': (r) =>
    `{"level":"info","width":${r.pick([390, 1280, 1920])},"height":${r.pick([844, 720, 1080])},"weight":${r.int(100, 900)},"temperature":0.${r.digits(1)}}`,
  'docker-layer': (r) =>
    `Pulled layer ${r.hex(12)} (${r.int(1, 400)}.${r.digits(1)} MB) in ${r.int(1, 60)}.${r.digits(1)}s`,
  'ssh-fingerprint': (r) => `Accepted key RSA SHA256:${r.chars(base62, 43)}`,
  'csp-nonce': (r) => `integrity sha384-${r.chars(`${base62}+/`, 64)} ok for main.${r.hex(8)}.js`,
  'random-name': (r) =>
    `job ${r.pick(['nightly', 'weekly'])}-${r.chars(lower, 6)} took ${r.int(1, 59)}:${r.padded(0, 59, 2)} h`,
  'product-names': (r) =>
    `${r.pick(['Apache Kafka', 'Spring Boot', 'Amazon Linux', 'Docker Desktop', 'Visual Studio', 'Elastic Search'])} ${semver(r)} installed`,
  'german-system': (r) =>
    `Dienst ${r.pick(['Druckwarteschlange', 'Zeitgeber', 'Suchindex'])} wurde nach ${r.int(1, 900)} Sekunden beendet, Fehlercode ${r.int(1000, 9999)}`,
  'json-numbers': (r) =>
    `{"level":"info","ids":[${r.int(1e8, 9e8)},${r.int(1e9, 9e9)},${r.int(1e10, 9e10)}],"count":3}`,
  'build-number': (r) =>
    `Build ${r.int(20260101, 20261231)}.${r.int(1, 99)} finished, artifact ${r.hex(20)}.tar.gz`,
  'short-decimal': (r) =>
    `HTTP/1.1 ${r.pick([200, 304])} served ${r.int(1, 99)} files in ${r.int(1, 99)}.${r.int(1, 99)} s`,
};

const names = Object.keys(lines);

/** Hard negatives: nothing in them is sensitive. The line's shape names the near miss. */
export function* generateNegatives(seed: number, count: number): Generator<LabelledLine> {
  const random = new Random(seed * 2 + 77);
  for (let at = 0; at < count; at += 1) {
    const shape = random.pick(names);
    const bytes = Buffer.from(lines[shape]?.(random) ?? '');
    yield { bytes, labels: [], optional: [], shape };
  }
}
