import { encode, join, type Pieces } from '../pieces.js';
import { publicIpv4 } from '../values/devices.js';
import { timestamp } from '../values/dates.js';
import type { World } from '../world.js';
import { asText, type Field, flatFields, type KeyStyle, styleKey } from './fields.js';
import { prefix } from './text.js';
import type { Shape } from './json.js';

const percent = (text: string): string => encodeURIComponent(text);
const form = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');
/** Some clients leave the at sign and the colon of a query as they are (RFC 3986 3.4 allows it). */
const lenient = (text: string): string =>
  encodeURIComponent(text).replaceAll('%40', '@').replaceAll('%3A', ':');

function query(
  fields: readonly Field[],
  style: KeyStyle,
  encoding: (text: string) => string,
  separator = '&',
): Pieces {
  const parts = flatFields(fields).map(({ words, value }): Pieces => [
    { text: `${encodeURIComponent(styleKey(words, style))}=` },
    ...encode(asText(value), encoding),
  ]);
  return join(parts, separator);
}

const webStyle = ({ random }: World): KeyStyle => random.pick(['camel', 'snake', 'kebab', 'joined']);

/** Apache's common and combined formats. The agent stands there by position, not by key. */
const accessLog: Shape = {
  name: 'access-log',
  write: ({ fields }, world) => {
    const { random } = world;
    const path = world.pickOwn([
      '/api/v1/users?',
      '/search?page=2&',
      '/callback?state=ok&',
      '/account/verify?',
    ]);
    const time = timestamp(random).toISOString().slice(11, 19);
    return [
      { text: publicIpv4(random), mark: 'ipv4' },
      { text: ` - - [${random.padded(1, 28, 2)}/Mar/2026:${time} +0000] "GET ${path}` },
      ...query(fields, webStyle(world), random.pick([percent, percent, lenient])),
      { text: ` HTTP/1.1" ${random.pick([200, 302, 404])} ${random.int(100, 90_000)} "-" "` },
      { text: world.faker().internet.userAgent(), mark: 'optional' },
      { text: '"' },
    ];
  },
};

const url: Shape = {
  name: 'query-string',
  write: ({ fields }, world) => [
    {
      text: `${prefix(world)}${world.pickOwn(['GET https://api.internal/v2/profile?', 'redirect to https://app.internal/done?lang=de&', 'POST /v1/lookup?', 'url=https://shop.internal/x?'])}`,
    },
    ...query(fields, webStyle(world), world.random.pick([percent, percent, lenient])),
    { text: world.pickOwn([' -> 200', ' (retry 1)', ' 302', '']) },
  ],
};

const formBody: Shape = {
  name: 'form-body',
  write: ({ fields }, world) => [
    {
      text: `${prefix(world)}${world.pickOwn(['body: ', 'POST /login body=', 'form data ', 'x-www-form-urlencoded: '])}`,
    },
    ...query(fields, webStyle(world), form),
  ],
};

const headers: Shape = {
  name: 'headers',
  write: ({ fields }, world) => {
    const lines = flatFields(fields).map(({ words, value }): Pieces => [
      { text: `${styleKey(words, world.random.pick(['train', 'kebab']))}: ` },
      ...encode(asText(value), (text) => text.replaceAll('\n', ' ')),
    ]);
    const first = world.pickOwn([
      '> GET /v1/me HTTP/1.1',
      '--> POST https://api.internal/v1/items',
      'request headers:',
      'HTTP/1.1 200 OK',
    ]);
    return join([[{ text: first }], ...lines, [{ text: 'Accept: */*' }]], world.pickOwn(['\n', '\r\n']));
  },
};

/** Who redacts a cookie header as a whole does right too: all of it is the client's. */
const cookie: Shape = {
  name: 'cookie',
  write: ({ fields }, world) => {
    const name = world.pickOwn(['Cookie: ', 'cookie: ', 'Set-Cookie: ', 'cookies=']);
    const before = world.pickOwn(['theme=dark; ', 'lang=de; ', '', 'consent=1; ']);
    const values = query(fields, world.random.pick(['snake', 'joined', 'camel']), percent, '; ');
    const pieces: Pieces = [{ text: before }, ...values, { text: '; Path=/' }];
    return [
      { text: prefix(world) + name },
      ...pieces.map(({ text, mark }) => ({ text, mark: mark ?? ('optional' as const) })),
    ];
  },
};

const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const xml: Shape = {
  name: 'xml',
  write: ({ fields }, world) => {
    const style = world.random.pick(['camel', 'pascal', 'snake', 'kebab'] as const);
    const [space, isAttribute] = world.pickOwn([
      ['', false],
      ['ns2:', false],
      ['', true],
      ['crm:', false],
    ] as const);
    const named = flatFields(fields).map(({ words, value }) => ({
      name: space + styleKey(words, style),
      value: encode(asText(value), xmlText),
    }));
    if (isAttribute) {
      const attributes = named.map(({ name, value }): Pieces => [
        { text: ` ${name}="` },
        ...value,
        { text: '"' },
      ]);
      return [
        { text: `${prefix(world)}<customer id="` },
        { text: String(world.random.int(1, 9999)), mark: 'optional' },
        { text: '"' },
        ...attributes.flat(),
        { text: '/>' },
      ];
    }
    const elements = named.map(({ name, value }): Pieces => [
      { text: `<${name}>` },
      ...value,
      { text: `</${name}>` },
    ]);
    return [{ text: `${prefix(world)}<soap:Body><req>` }, ...elements.flat(), { text: '</req></soap:Body>' }];
  },
};

export const webShapes: readonly Shape[] = [accessLog, url, formBody, headers, headers, xml, xml];
export const cookieShape: Shape = cookie;
