import type { Random } from '../random.js';
import type { PlantKind, Planted } from '../types.js';
import { Money } from './money.js';
import { Network } from './network.js';
import { People } from './people.js';
import { pemHeader, Secrets } from './secrets.js';

/** Draws sensitive values that are unique in a run. */
export class Plants {
  readonly vendorTokens: boolean;
  readonly #people: People;
  readonly #money: Money;
  readonly #network: Network;
  readonly #secrets: Secrets;

  constructor(random: Random, vendorTokens: boolean) {
    this.vendorTokens = vendorTokens;
    this.#people = new People(random);
    this.#money = new Money(random);
    this.#network = new Network(random);
    this.#secrets = new Secrets(random);
  }

  draw(kind: PlantKind, timestampMs: number, key?: string): Planted {
    if (kind === 'pem-private-key' && !this.vendorTokens) return this.drawPemHeader();
    const value = this.#value(kind, timestampMs);
    const planted = key === undefined ? { kind, value } : { kind, value, key };
    return kind === 'card-cvv' ? { ...planted, searchable: false } : planted;
  }

  /** A card number of at most 16 digits without separators. */
  drawIntegerCard(): Planted {
    return { kind: 'card-number', value: this.#money.cardAsInteger() };
  }

  /** The first line of a PEM block: the same in many logs, so no search can tell where it came from. */
  drawPemHeader(): Planted {
    return { kind: 'pem-private-key', value: pemHeader, searchable: false };
  }

  /** A password that JSON has to escape, or that is not ASCII. */
  drawAwkwardPassword(key: string): Planted {
    return { kind: 'password', value: this.#secrets.awkwardPassword(), key };
  }

  #value(kind: PlantKind, timestampMs: number): string {
    switch (kind) {
      case 'email':
        return this.#people.email();
      case 'phone-e164':
        return this.#people.phone();
      case 'person-name':
        return this.#people.name();
      case 'birth-date':
        return this.#people.birthDate();
      case 'postal-address':
        return this.#people.address();
      case 'username':
        return this.#people.username();
      case 'device-id':
        return this.#people.deviceId();
      case 'iban':
        return this.#money.iban();
      case 'us-ssn':
        return this.#money.ssn();
      case 'card-number':
        return this.#money.card();
      case 'card-cvv':
        return this.#money.cvv();
      case 'ipv4':
        return this.#network.ipv4();
      case 'ipv6':
        return this.#network.ipv6();
      case 'mac-address':
        return this.#network.mac();
      case 'jwt':
        return this.#secrets.jwt(timestampMs);
      case 'bearer-token':
        return this.#secrets.bearerToken();
      case 'basic-auth':
        return this.#secrets.basicAuth();
      case 'aws-access-key-id':
        return this.#secrets.awsAccessKeyId();
      case 'github-token':
        return this.#secrets.githubToken();
      case 'slack-token':
        return this.#secrets.slackToken();
      case 'stripe-key':
        return this.#secrets.stripeKey();
      case 'password':
        return this.#secrets.password();
      case 'api-key':
        return this.#secrets.apiKey();
      case 'url-password':
        return this.#secrets.urlPassword();
      case 'pem-private-key':
        return this.#secrets.pemBlock();
    }
  }
}
