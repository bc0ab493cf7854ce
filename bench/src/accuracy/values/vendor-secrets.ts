import { base62, base64url, digit, lower, type Random, upper } from '../random.js';
import type { vendorKinds } from '../kinds.js';
import { crc32 } from './checksums.js';

type Draw = (random: Random) => string;

/** GitHub and npm end their tokens in the CRC-32 of the random part, six base62 digits. */
function withChecksum(random: Random, prefix: string): string {
  const body = random.chars(base62, 30);
  const alphabet = digit + upper + lower;
  let rest = crc32(body);
  let check = '';
  for (let at = 0; at < 6; at += 1) {
    check = (alphabet[rest % 62] ?? '') + check;
    rest = Math.floor(rest / 62);
  }
  return prefix + body + check;
}

const base64 = (bytes: number, random: Random): string =>
  Buffer.from(random.hex(bytes * 2), 'hex').toString('base64');

function jwt(random: Random): string {
  const header = { alg: random.pick(['HS256', 'RS256', 'ES256']), typ: 'JWT' };
  const payload = { iss: 'auth', sub: random.uuid(), iat: random.int(1_760_000_000, 1_780_000_000) };
  const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return [...parts, random.chars(base64url, header.alg === 'HS256' ? 43 : 86)].join('.');
}

function pem(random: Random): string {
  const name = random.pick(['RSA PRIVATE KEY', 'PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY']);
  const lines = Array.from({ length: random.int(3, 8) }, () => base64(48, random));
  return [`-----BEGIN ${name}-----`, ...lines, base64(20, random), `-----END ${name}-----`].join('\n');
}

const password: Draw = (random) => random.chars(`${base62}_.!`, random.int(10, 18));

/** Token shapes as their issuers document them, or as GitHub's list of secret scanning partners names them. */
export const vendorSecrets: Readonly<Record<(typeof vendorKinds)[number], Draw>> = {
  'aws-access-key': (r) => r.pick(['AKIA', 'AKIA', 'ASIA']) + r.chars(`${upper}234567`, 16),
  'gcp-api-key': (r) => `AIza${r.chars(base64url, 35)}`,
  'gcp-access-token': (r) => `ya29.${r.chars(base64url, r.int(100, 160))}`,
  'google-client-secret': (r) => `GOCSPX-${r.chars(base64url, 28)}`,
  'azure-storage-key': (r) => base64(64, r),
  'azure-client-secret': (r) => `${r.chars(base62, 3)}${r.int(7, 8)}Q~${r.chars(`${base62}_.-~`, 34)}`,
  'github-token': (r) =>
    r.chance(0.3)
      ? `github_pat_${r.chars(base62, 22)}_${r.chars(base62, 59)}`
      : withChecksum(r, r.pick(['ghp_', 'gho_', 'ghs_', 'ghu_', 'ghr_'])),
  'gitlab-token': (r) => r.pick(['glpat-', 'glpat-', 'gldt-', 'glrt-']) + r.chars(base64url, 20),
  'slack-token': (r) =>
    r.pick([
      `xoxb-${r.digits(12)}-${r.digits(13)}-${r.chars(base62, 24)}`,
      `xoxp-${r.digits(12)}-${r.digits(12)}-${r.digits(13)}-${r.hex(32)}`,
      `xapp-1-A${r.chars(digit + upper, 10)}-${r.digits(13)}-${r.hex(64)}`,
    ]),
  'slack-webhook': (r) =>
    `https://hooks.slack.com/services/T${r.chars(digit + upper, 10)}/B${r.chars(digit + upper, 10)}/${r.chars(base62, 24)}`,
  'stripe-key': (r) =>
    r.pick(['sk_live_', 'rk_live_', 'sk_test_', 'whsec_']) + r.chars(base62, r.pick([24, 32, 99])),
  'twilio-key': (r) => `SK${r.hex(32)}`,
  'sendgrid-key': (r) => `SG.${r.chars(base64url, 22)}.${r.chars(base64url, 43)}`,
  'npm-token': (r) => withChecksum(r, 'npm_'),
  'pypi-token': (r) => `pypi-AgEIcHlwaS5vcmc${r.chars(base64url, 140)}`,
  'openai-key': (r) =>
    r.pick([
      `sk-${r.chars(base62, 20)}T3BlbkFJ${r.chars(base62, 20)}`,
      `sk-proj-${r.chars(base64url, 74)}T3BlbkFJ${r.chars(base64url, 74)}`,
    ]),
  'anthropic-key': (r) => `sk-ant-${r.pick(['api03', 'admin01'])}-${r.chars(base64url, 93)}AA`,
  'huggingface-token': (r) => `hf_${r.chars(upper + lower, 34)}`,
  'digitalocean-token': (r) => r.pick(['dop_v1_', 'doo_v1_']) + r.hex(64),
  'shopify-token': (r) => r.pick(['shpat_', 'shpss_', 'shpca_']) + r.hex(32),
  'square-token': (r) => r.pick([`sq0csp-${r.chars(base64url, 43)}`, `EAAA${r.chars(base64url, 60)}`]),
  'mailgun-key': (r) => `key-${r.hex(32)}`,
  'mailchimp-key': (r) => `${r.hex(32)}-us${r.int(1, 21)}`,
  'telegram-token': (r) => `${r.int(100_000_000, 7_999_999_999)}:AA${r.chars(base64url, 33)}`,
  'discord-token': (r) => {
    const id = Buffer.from(`${r.int(1, 9)}${r.digits(17)}`).toString('base64url');
    return `${id}.${r.chars(base64url, 6)}.${r.chars(base64url, 38)}`;
  },
  'vault-token': (r) => `hvs.${r.chars(base64url, 90)}`,
  'terraform-token': (r) => `${r.chars(base62, 14)}.atlasv1.${r.chars(base62, 67)}`,
  'newrelic-key': (r) => `NRAK-${r.chars(digit + upper, 27)}`,
  'sentry-token': (r) => `sntryu_${r.hex(64)}`,
  'linear-key': (r) => `lin_api_${r.chars(base62, 40)}`,
  'notion-token': (r) =>
    r.pick([`secret_${r.chars(base62, 43)}`, `ntn_${r.digits(11)}${r.chars(base62, 35)}`]),
  'postman-key': (r) => `PMAK-${r.hex(24)}-${r.hex(34)}`,
  'grafana-token': (r) => `glsa_${r.chars(base62, 32)}_${r.hex(8)}`,
  'databricks-token': (r) => `dapi${r.hex(32)}`,
  'atlassian-token': (r) => `ATATT3xFfGF0${r.chars(base64url, 172)}=${r.hex(8).toUpperCase()}`,
  'docker-token': (r) => `dckr_pat_${r.chars(base64url, 27)}`,
  'rubygems-key': (r) => `rubygems_${r.hex(48)}`,
  'doppler-token': (r) => `dp.pt.${r.chars(base62, 43)}`,
  jwt,
  'pem-private-key': pem,
  'basic-auth': (r) =>
    Buffer.from(`${r.pick(['svc', 'admin', 'api', 'deploy'])}:${password(r)}`).toString('base64'),
  'url-password': password,
};
