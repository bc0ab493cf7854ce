import type { Draft } from '../draft.js';
import { userAgents } from '../vocabulary.js';
import { commonLogTime } from './time.js';
import type { Written } from './types.js';

const routes = ['/v1/cycles', '/v1/appointments', '/v1/profile', '/v1/insights/summary', '/healthz'] as const;
const assets = [
  '/static/js/main.3f9ac1d2.js',
  '/static/img/moon@2x.png',
  '/favicon.ico',
  '/manifest.json',
] as const;
const referers = ['-', 'https://app.luma.example/', 'https://app.luma.example/calendar?view=month'] as const;

function query(draft: Draft): string {
  const { random } = draft;
  switch (random.int(10)) {
    case 0:
      return `&email=${draft.plant('email')}`;
    case 1:
      return `&access_token=${draft.plant('jwt')}`;
    case 2:
      return `&contact=${draft.plant('email')}&page=2`;
    case 3:
      return `&cursor=${random.hex(32)}&since=${draft.timestampMs - 86_400_000}`;
    default:
      return '';
  }
}

/** nginx's `combined` format; the id travels in the query string, as the format has no field for it. */
export function writeNginx(draft: Draft): Written {
  const { random } = draft;
  const client = draft.plant(random.chance(0.75) ? 'ipv4' : 'ipv6');
  const isAsset = random.chance(0.2);
  const method = isAsset ? 'GET' : random.pick(['GET', 'GET', 'GET', 'POST', 'PATCH']);
  const path = isAsset ? random.pick(assets) : random.pick(routes);
  const target = `${path}?rid=${draft.newId()}${isAsset ? '' : query(draft)}`;
  const status = random.pick([200, 200, 200, 200, 201, 204, 304, 400, 401, 404, 499, 502]);
  const text =
    `${client} - - [${commonLogTime(draft.timestampMs)}] "${method} ${target} HTTP/1.1" ${status} ` +
    `${random.int(50_000)} "${random.pick(referers)}" "${random.pick(userAgents)}"`;
  return { service: 'edge-nginx', text };
}
