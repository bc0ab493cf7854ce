import ipaddr from 'ipaddr.js';
import { addressOf } from '../compile/allow-rules.js';
import type { Generalization } from '../types.js';

/** A year that a person of today can have been born in, or a log have been written in. */
const year = '((?:18|19|20|21)[0-9]{2})';
const dayOrMonth = '[0-9]{1,2}';
const monthName = '[\\p{L}]{3,10}\\.?';
const time = '(?:[T ,]+[0-9]{1,2}:[0-9]{2}.*)?';

/**
 * Dates as they are commonly written: ISO 8601 (extended, basic, and the year alone), with slashes or dots in either
 * order, and with the name of the month (RFC 5322, and its American and German forms).
 */
const dateForms = [
  year,
  `${year}([-/.])${dayOrMonth}\\2${dayOrMonth}${time}`,
  `${year}-${dayOrMonth}`,
  `${year}[0-9]{4}(?:T[0-9]{4,6}.*)?`,
  `${dayOrMonth}([-/.])${dayOrMonth}\\1${year}${time}`,
  `${dayOrMonth}[./]${year}`,
  `(?:\\p{L}{2,10}\\.?,? +)?${dayOrMonth}(?:st|nd|rd|th|\\.)?[ -]+(?:of +)?${monthName}[ ,-]+${year}${time}`,
  `(?:\\p{L}{2,10}\\.?,? +)?${monthName} +${dayOrMonth}(?:st|nd|rd|th)?,? +${year}${time}`,
].map((form) => new RegExp(`^${form}$`, 'su'));

function yearOf(value: string): string | undefined {
  for (const form of dateForms) {
    const groups = form.exec(value)?.slice(1);
    if (groups !== undefined) return groups.find((group) => /^\d{4}$/.test(group));
  }
  return undefined;
}

/** An IPv4 address to its /24, an IPv6 address to its /48. A network that is no narrower stays. */
function networkOf(value: string): string | undefined {
  const [, text = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/s.exec(value) ?? [];
  const address = addressOf(text);
  if (address === undefined) return undefined;
  const bits = address.kind() === 'ipv4' ? 24 : 48;
  if (prefix !== undefined && Number(prefix) < bits) return undefined;
  const library = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${library.networkAddressFromCIDR(`${address.toString()}/${String(bits)}`).toString()}/${String(bits)}`;
}

const coordinate = /[+-]?\d{1,3}(?:\.\d+)?/g;

/** All coordinates to one decimal, about 11 km of latitude; what stands between them stays. */
function positionOf(value: string): string | undefined {
  const rest = value.replace(coordinate, '#');
  if (!/^(?:geo:|POINT ?\()?#(?:[NS]?[ ,;/]+#[EW]?)?\)?$/i.test(rest)) return undefined;
  return value.replace(coordinate, (number) => {
    if (!number.includes('.')) return number;
    const rounded = Number(number).toFixed(1);
    return rounded === '-0.0' ? '0.0' : rounded;
  });
}

const generalizers = { year: yearOf, network: networkOf, position: positionOf } as const;

/** The coarser value; undefined if `value` cannot be read as what it should be, and must be masked. */
export function generalize(value: string, as: Generalization): string | undefined {
  return generalizers[as](value.trim());
}
