import ipaddr from 'ipaddr.js';
import RE2 from 're2';
import type { Category } from '../types.js';
import type { AllowEntrySource } from './allow-schema.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

/** Lower case; digits that are grouped by spaces or hyphens without these. */
export function normaliseValue(value: string): string {
  const lower = value.trim().toLowerCase();
  const digits = lower.replace(/[ -]/g, '');
  return /^\+?\d+$/.test(digits) ? digits : lower;
}

/** The lower-case host of an email address, a URL or a host name; undefined for anything else. */
export function domainOf(value: string): string | undefined {
  let host: string | undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value))
    host = URL.canParse(value) ? new URL(value).hostname : undefined;
  else host = /^(?:[^\s@/]+@)?([^\s@/:?#[\]]+)(?::\d+)?$/u.exec(value)?.[1];
  return host?.toLowerCase().replace(/\.$/, '');
}

/** The address that a text is; an IPv4 address within IPv6 counts as IPv4. */
export function addressOf(value: string): Address | undefined {
  const text = value.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined;
}

function isInNetwork(address: Address, [network, bits]: Network): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

/** What an allow entry cannot be used for, by the place in it. */
export type ReportEntry = (path: readonly (string | number)[], message: string) => void;

function compilePattern(pattern: string, report: () => void): RE2[] {
  try {
    return [new RE2(`\\A(?:${pattern})\\z`)];
  } catch {
    report();
    return [];
  }
}

function parseNetwork(text: string, report: () => void): Network[] {
  if (ipaddr.isValidCIDR(text) && !/^\d+(?:\.\d+){0,2}\//.test(text)) return [ipaddr.parseCIDR(text)];
  report();
  return [];
}

/** Where an allow entry stands. */
export interface AllowPlace {
  /** The allow list that it is from; undefined if it stands in the policy. */
  readonly list: string | undefined;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** One allow entry, compiled. */
export class AllowRule {
  readonly source: AllowEntrySource;
  readonly place: AllowPlace;
  readonly #values: ReadonlySet<string>;
  readonly #patterns: readonly RE2[];
  readonly #domains: ReadonlySet<string>;
  readonly #networks: readonly Network[];

  constructor(source: AllowEntrySource, place: AllowPlace, report: ReportEntry) {
    this.source = source;
    this.place = place;
    const { values = [], patterns = [], domains = [], networks = [] } = source;
    this.#values = new Set(values.map(normaliseValue));
    this.#patterns = patterns.flatMap((pattern, at) =>
      compilePattern(pattern, () => {
        report(['patterns', at], 'RE2 does not accept the pattern');
      }),
    );
    this.#domains = new Set(domains.map((domain) => domain.toLowerCase()));
    this.#networks = networks.flatMap((network, at) =>
      parseNetwork(network, () => {
        report(['networks', at], 'is no network');
      }),
    );
  }

  concerns(detector: { readonly id: string; readonly category: Category }): boolean {
    const { detectors = [], categories = [] } = this.source;
    return detectors.includes(detector.id) || categories.includes(detector.category);
  }

  /** The patterns of its values. */
  get patterns(): readonly RE2[] {
    return this.#patterns;
  }

  /** How many of the values one of its patterns allows. */
  countMatches(pattern: string, values: readonly string[]): number {
    const at = this.source.patterns?.indexOf(pattern) ?? -1;
    return values.filter((value) => this.#patterns[at]?.test(value) === true).length;
  }

  allows(value: string): boolean {
    if (this.#patterns.some((pattern) => pattern.test(value))) return true;
    return this.namesOthers && this.allowsByName(value, normaliseValue(value));
  }

  /** It allows anything but by its patterns. */
  get namesOthers(): boolean {
    return this.#values.size + this.#domains.size + this.#networks.length > 0;
  }

  /** The same without its patterns; `normal`: the value as `normaliseValue` has it. */
  allowsByName(value: string, normal: string): boolean {
    return this.#values.has(normal) || this.#allowsDomain(value) || this.#allowsAddress(value);
  }

  #allowsDomain(value: string): boolean {
    if (this.#domains.size === 0) return false;
    let domain = domainOf(value);
    while (domain !== undefined && domain !== '') {
      if (this.#domains.has(domain)) return true;
      const dot = domain.indexOf('.');
      domain = dot < 0 ? undefined : domain.slice(dot + 1);
    }
    return false;
  }

  #allowsAddress(value: string): boolean {
    if (this.#networks.length === 0) return false;
    const address = addressOf(value);
    return address !== undefined && this.#networks.some((network) => isInNetwork(address, network));
  }
}
