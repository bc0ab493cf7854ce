import type { Category } from '@scrubjay/engine';

/** `shaped`: a checksum or a fixed shape tells it. `contextual`: only what stands around it does. */
export type KindClass = 'shaped' | 'contextual';

export interface KindInfo {
  readonly category: Category;
  readonly class: KindClass;
}

function all<const K extends string>(
  category: Category,
  kindClass: KindClass,
  kinds: readonly K[],
): Record<K, KindInfo> {
  const info: KindInfo = { category, class: kindClass };
  return Object.fromEntries(kinds.map((kind) => [kind, info])) as Record<K, KindInfo>;
}

/** Government identifiers, by country. */
export const nationalKinds = [
  'de-steuer-id',
  'de-rvnr',
  'de-kvnr',
  'de-personalausweis',
  'at-svnr',
  'ch-ahv',
  'fr-nir',
  'es-dni',
  'es-nie',
  'it-codice-fiscale',
  'nl-bsn',
  'be-nrn',
  'pl-pesel',
  'pt-nif',
  'se-personnummer',
  'dk-cpr',
  'no-fnr',
  'fi-hetu',
  'ie-pps',
  'gb-nino',
  'gb-nhs',
  'us-ssn',
  'us-itin',
  'ca-sin',
  'br-cpf',
  'in-aadhaar',
  'au-tfn',
  'au-medicare',
  'ro-cnp',
  'bg-egn',
  'hr-oib',
  'cz-rodne-cislo',
  'ee-isikukood',
] as const;

/** Secrets whose issuer gave them a shape. */
export const vendorKinds = [
  'aws-access-key',
  'gcp-api-key',
  'gcp-access-token',
  'google-client-secret',
  'azure-storage-key',
  'azure-client-secret',
  'github-token',
  'gitlab-token',
  'slack-token',
  'slack-webhook',
  'stripe-key',
  'twilio-key',
  'sendgrid-key',
  'npm-token',
  'pypi-token',
  'openai-key',
  'anthropic-key',
  'huggingface-token',
  'digitalocean-token',
  'shopify-token',
  'square-token',
  'mailgun-key',
  'mailchimp-key',
  'telegram-token',
  'discord-token',
  'vault-token',
  'terraform-token',
  'newrelic-key',
  'sentry-token',
  'linear-key',
  'notion-token',
  'postman-key',
  'grafana-token',
  'databricks-token',
  'atlassian-token',
  'docker-token',
  'rubygems-key',
  'doppler-token',
  'jwt',
  'pem-private-key',
  'basic-auth',
  'url-password',
] as const;

/** Every kind of sensitive value that a label can name, with the category under which the rules' charter lists it. */
export const kinds = {
  ...all('secret', 'shaped', vendorKinds),
  ...all('secret', 'contextual', [
    'aws-secret-key',
    'bearer-token',
    'session-id',
    'password',
    'api-key',
    'connection-password',
  ]),
  ...all('pci', 'shaped', ['card-number', 'track-data']),
  ...all('pci', 'contextual', ['cvv', 'card-expiry']),
  ...all('pii', 'shaped', ['email', 'phone', 'iban', 'bic', ...nationalKinds]),
  ...all('pii', 'contextual', ['person-name', 'address', 'birth-date', 'passport', 'vehicle-plate']),
  ...all('network', 'shaped', ['ipv4', 'ipv6', 'mac', 'imei']),
  ...all('network', 'contextual', ['advertising-id', 'device-id', 'user-agent', 'geo-position']),
  ...all('health', 'contextual', [
    'cycle',
    'pregnancy',
    'fertility',
    'contraception',
    'sexual-activity',
    'symptom',
    'diagnosis',
    'medication',
    'lab-value',
    'mood',
    'body-measure',
  ]),
} satisfies Record<string, KindInfo>;

export type Kind = keyof typeof kinds;
