import { vendorKinds } from '../kinds.js';
import { marked, type Pieces } from '../pieces.js';
import { plainSecrets } from '../values/plain-secrets.js';
import { vendorSecrets } from '../values/vendor-secrets.js';
import type { Source, Spoken, World } from '../world.js';

type VendorKind = (typeof vendorKinds)[number];

/** Where the vendor's own documentation or SDK puts its secret, besides the usual `token` and `api key`. */
const vendorKeys: Partial<Record<VendorKind, readonly string[]>> = {
  'aws-access-key': ['aws access key id', 'access key id'],
  'azure-client-secret': ['azure client secret', 'client secret'],
  'google-client-secret': ['client secret', 'google client secret'],
  'stripe-key': ['stripe secret key', 'stripe api key'],
  'twilio-key': ['twilio api key', 'api key sid'],
  'pem-private-key': ['private key', 'tls key'],
  'slack-webhook': ['webhook url', 'slack webhook'],
  'square-token': ['square access token', 'access token'],
  jwt: ['id token', 'access token', 'refresh token', 'authorization'],
};

const usualKeys = [
  'token',
  'api key',
  'access token',
  'api token',
  'secret',
  'auth token',
  'key',
  'credential',
];

/** These have no shape to tell them by, or belong into a URL, a header or a connection string. */
const placed: Partial<Record<VendorKind, Source>> = {
  'basic-auth': {
    kind: 'basic-auth',
    keyed: [
      {
        keys: ['authorization', 'proxy authorization'],
        value: ({ random }) => header('Basic ', 'basic-auth', vendorSecrets['basic-auth'](random)),
      },
    ],
    spoken: [
      {
        sentences: [
          'Authorization: <<Basic >>{v}',
          'curl -H "Authorization: <<Basic >>{v}" failed with 401',
          'upstream refused <<Basic >>{v}',
          'proxy-authorization: <<Basic >>{v} (407)',
        ],
        value: ({ random }) => vendorSecrets['basic-auth'](random),
      },
    ],
  },
  'url-password': {
    kind: 'url-password',
    keyed: [
      {
        keys: ['database url', 'url', 'dsn', 'broker url', 'redis url', 'connection'],
        value: urlWithPassword,
      },
    ],
    spoken: [
      {
        sentences: [
          'cannot connect to {v}',
          'connecting to {v}',
          'git fetch {v} failed: 403',
          'retry {n} for {v}',
        ],
        value: urlWithPassword,
      },
    ],
  },
  'azure-storage-key': {
    kind: 'azure-storage-key',
    keyed: [
      {
        keys: ['connection string', 'azure web jobs storage', 'storage connection string'],
        value: azureConnection,
      },
    ],
    spoken: [
      {
        sentences: ['using {v}', 'storage init failed with {v}', 'env AZURE_STORAGE_CONNECTION_STRING={v}'],
        value: azureConnection,
      },
    ],
  },
};

function header(scheme: string, kind: VendorKind | 'bearer-token', secret: string): Pieces {
  return [
    { text: scheme, mark: 'optional' },
    { text: secret, mark: kind },
  ];
}

function urlWithPassword({ random }: World): Pieces {
  const scheme = random.pick(['postgres', 'mysql', 'amqp', 'mongodb+srv', 'redis', 'https', 'ftp']);
  const host = random.pick([
    'db-1.internal',
    'mq.prod.svc',
    'cache:6379',
    'git.corp.internal/app.git',
    'pg.prod:5432/orders',
  ]);
  const user = random.pick(['app', 'deploy', 'svc-orders', 'reader']);
  return [
    { text: `${scheme}://` },
    { text: `${user}:`, mark: 'optional' },
    { text: vendorSecrets['url-password'](random), mark: 'url-password' },
    { text: '@', mark: 'optional' },
    { text: host },
  ];
}

function azureConnection({ random }: World): Pieces {
  return [
    { text: 'DefaultEndpointsProtocol=https;AccountName=' },
    { text: `st${random.hex(6)}`, mark: 'optional' },
    { text: ';AccountKey=' },
    { text: vendorSecrets['azure-storage-key'](random), mark: 'azure-storage-key' },
    { text: ';EndpointSuffix=core.windows.net' },
  ];
}

const vendorSentences = [
  'request failed, token was {v}',
  'loaded credentials {v} from env',
  'invalid key {v}',
  'leaked {v} in build log',
  'export TOKEN={v}',
  'step 3/7: RUN deploy --auth {v}',
  'Ich habe den Key {v} benutzt, er geht nicht',
  'warning: {v} was revoked',
];

function vendorSource(kind: VendorKind): Source {
  const own = placed[kind];
  if (own !== undefined) return own;
  const value = ({ random }: World): string => vendorSecrets[kind](random);
  const keys = vendorKeys[kind] ?? usualKeys;
  return { kind, keyed: [{ keys, value }], spoken: [{ sentences: vendorSentences, value }], isBare: true };
}

const bearer: Spoken = {
  sentences: [
    'Authorization: <<Bearer >>{v}',
    'curl -H "Authorization: <<Bearer >>{v}" https://api.internal/v1/orders',
    'sent header authorization: <<Bearer >>{v}',
    'upstream 401 for <<Bearer >>{v}',
  ],
  value: ({ random }) => plainSecrets.opaqueToken(random),
};

function adoConnection({ random }: World): Pieces {
  return [
    {
      text: random.pick([
        'Server=sql-1;Database=orders;',
        'Data Source=sql.prod;Initial Catalog=crm;',
        'Host=pg;Port=5432;',
      ]),
    },
    { text: 'User Id=' },
    { text: 'app', mark: 'optional' },
    { text: random.pick([';Password=', ';Pwd=']) },
    { text: plainSecrets.password(random), mark: 'connection-password' },
    { text: ';' },
  ];
}

const contextual: readonly Source[] = [
  {
    kind: 'aws-secret-key',
    keyed: [
      {
        keys: ['aws secret access key', 'secret access key', 'aws secret key', 'secret key'],
        value: ({ random }) => plainSecrets.awsSecretKey(random),
      },
    ],
    spoken: [
      {
        sentences: [
          'aws_secret_access_key = {v}',
          'export AWS_SECRET_ACCESS_KEY={v}',
          'secretAccessKey: {v}',
          'SecretAccessKey={v} loaded',
        ],
        value: ({ random }) => plainSecrets.awsSecretKey(random),
      },
    ],
  },
  {
    kind: 'bearer-token',
    keyed: [
      {
        keys: ['authorization', 'authorization', 'proxy authorization'],
        value: ({ random }) => header('Bearer ', 'bearer-token', plainSecrets.opaqueToken(random)),
      },
      {
        keys: ['access token', 'refresh token', 'auth token', 'bearer token', 'id token', 'oauth token'],
        value: ({ random }) => marked(plainSecrets.opaqueToken(random), 'bearer-token'),
      },
    ],
    spoken: [bearer],
  },
  {
    kind: 'session-id',
    keyed: [
      {
        keys: [
          'session id',
          'sessionid',
          'jsessionid',
          'phpsessid',
          'connect.sid',
          'asp.net_sessionid',
          'session token',
          'session cookie',
        ],
        value: ({ random }) => plainSecrets.sessionId(random),
      },
    ],
    spoken: [
      {
        sentences: [
          'Cookie: JSESSIONID={v}',
          'Set-Cookie: sessionid={v}; HttpOnly; Secure',
          'cookie: theme=dark; PHPSESSID={v}; lang=de',
          'Set-Cookie: connect.sid={v}; Path=/',
        ],
        value: ({ random }) => plainSecrets.sessionId(random),
      },
    ],
  },
  {
    kind: 'password',
    keyed: [
      {
        keys: [
          'password',
          'passwort',
          'passwd',
          'user password',
          'new password',
          'db password',
          'pwd',
          'kennwort',
        ],
        value: ({ random }) => plainSecrets.password(random),
      },
    ],
    spoken: [
      {
        sentences: [
          'login failed, password={v}',
          'Mein Passwort ist {v} und es geht nicht',
          'password: {v}',
          'Passwort: {v}',
          'mysql -u root --password={v} -h db',
          'my password is {v}, please reset it',
        ],
        value: ({ random }) => plainSecrets.password(random),
      },
    ],
  },
  {
    kind: 'api-key',
    keyed: [
      {
        keys: [
          'api key',
          'x api key',
          'client secret',
          'secret key',
          'signing secret',
          'apikey',
          'webhook secret',
          'app secret',
        ],
        value: ({ random }) => plainSecrets.apiKey(random),
      },
    ],
    spoken: [
      {
        sentences: [
          'X-Api-Key: {v}',
          'GET /v1/orders?api_key={v} 200',
          'client_secret={v}',
          'apikey={v} rejected',
        ],
        value: ({ random }) => plainSecrets.apiKey(random),
      },
    ],
  },
  {
    kind: 'connection-password',
    keyed: [
      {
        keys: ['connection string', 'conn str', 'db connection string', 'connectionstring'],
        value: adoConnection,
      },
    ],
    spoken: [
      {
        sentences: ['opening {v}', 'SqlException while opening {v}', 'connection {n}: {v}'],
        value: adoConnection,
      },
    ],
  },
];

export const secretSources: readonly Source[] = [...vendorKinds.map(vendorSource), ...contextual];
