import { userAgents } from '../vocabulary.js';
import * as decoys from './decoys.js';
import type { ServiceEvents } from './types.js';

/** Sign-in and the edge of the API. */
export const authGatewayEvents: ServiceEvents = {
  routine: [
    ({ random }) => ({
      level: 'info',
      message: 'health check',
      fields: {
        status: 'up',
        uptimeS: random.between(10, 900_000),
        build: { sha: decoys.gitSha(random), node: 'v22.14.0' },
      },
    }),
    ({ random, timestampMs }) => ({
      level: 'debug',
      message: 'session refreshed',
      fields: {
        session: { id: random.uuid(), expiresAt: timestampMs + 900_000 },
        userId: decoys.userId(random),
        scopes: ['cycle:read', 'cycle:write'],
      },
    }),
  ],
  sensitive: [
    (draft) => ({
      level: 'info',
      message: 'login succeeded',
      fields: {
        ...draft.keyed('username', ['username', 'user_name']),
        ip: draft.plant(draft.random.chance(0.7) ? 'ipv4' : 'ipv6'),
        userAgent: draft.random.pick(userAgents),
        mfa: draft.random.pick(['totp', 'webauthn', 'none']),
      },
    }),
    (draft) => ({
      level: 'warn',
      message: 'login failed, body kept for debugging',
      fields: {
        request: {
          path: '/v1/login',
          body: {
            ...draft.keyed('username', ['username', 'user_name']),
            password: draft.awkwardPassword('password'),
          },
        },
        reason: 'bad_credentials',
      },
    }),
    (draft) => ({
      level: 'info',
      message: 'request completed',
      fields: {
        req: {
          id: draft.random.uuid(),
          method: draft.random.pick(['GET', 'POST', 'PATCH']),
          url: `/v1/cycles?limit=${draft.random.between(1, 90)}`,
          headers: {
            host: 'api.luma.example',
            authorization: `Bearer ${draft.plant('bearer-token')}`,
            'x-forwarded-for': `${draft.plant('ipv4')}, ${draft.plant('ipv4')}`,
            'user-agent': draft.random.pick(userAgents),
          },
        },
        res: { statusCode: draft.random.pick([200, 200, 201, 304, 404]) },
        responseTime: draft.random.between(1, 700),
      },
    }),
    (draft) => ({
      level: 'debug',
      message: `token issued ${draft.plant('jwt')}`,
      fields: { grant: 'refresh_token', userId: decoys.userId(draft.random) },
    }),
    (draft) => ({
      level: 'debug',
      message: 'introspection call',
      fields: {
        headers: { authorization: `Basic ${draft.plant('basic-auth')}`, accept: 'application/json' },
        status: 200,
      },
    }),
    (draft) => ({
      level: 'info',
      message: `connecting to postgres://luma_auth:${draft.plant('url-password')}@db.luma.internal:5432/auth?sslmode=require`,
      fields: { pool: { min: 2, max: draft.random.between(8, 40) } },
    }),
    (draft) => ({
      level: 'warn',
      message: 'service credentials rotated',
      fields: {
        client: `svc-${draft.random.hex(4)}`,
        credentials: {
          ...draft.keyed('password', ['password', 'passwd']),
          ...draft.keyed('api-key', ['apiKey', 'api_key']),
        },
      },
    }),
    (draft) => ({
      level: 'error',
      message: 'signing key cannot be parsed',
      fields: {
        key: { format: 'pem', text: draft.plant('pem-private-key') },
        kid: `luma-${draft.random.hex(6)}`,
      },
    }),
  ],
};
