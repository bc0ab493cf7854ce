import { encode, type Pieces, textOf } from '../pieces.js';
import type { Kind } from '../kinds.js';
import type { World } from '../world.js';
import { prefix } from './text.js';

interface Encoded {
  readonly name: string;
  /** Only values with digits, or only those with an at sign, look different in this encoding. */
  readonly fits: (value: string) => boolean;
  /** `key` is the JSON key under which such a value stands. */
  readonly write: (value: string, kind: Kind, key: string, world: World) => Pieces;
}

const any = (): boolean => true;
const oneLine = (value: string): boolean => !value.includes('\n');

/** The whole run is the label: a byte cut out of it would leave nothing that decodes. */
const base64: Encoded = {
  name: 'base64',
  fits: any,
  write: (value, kind, key, world) => {
    const { random } = world;
    const inner = random.chance(0.7) ? JSON.stringify({ [key]: value, ok: true }) : `${key}: ${value}`;
    const encoded = Buffer.from(inner).toString(random.chance(0.7) ? 'base64' : 'base64url');
    const [before, after] = world.pickOwn([
      ['payload=', ' size=1'],
      ['{"level":"info","data":"', '"}'],
      ['{"message":{"attributes":{},"data":"', '"},"subscription":"orders"}'],
      ['body (base64): ', ''],
    ] as const);
    return [
      { text: (before.startsWith('{') ? '' : prefix(world)) + before },
      { text: encoded, mark: kind },
      { text: after },
    ];
  },
};

const around = (
  name: string,
  fits: (value: string) => boolean,
  change: (text: string, world: World) => string,
): Encoded => ({
  name,
  fits: (value) => oneLine(value) && fits(value),
  write: (value, kind, _key, world) => {
    const before = world.pickOwn(['value ', 'input was ', 'received ', 'Eingabe: ']);
    return [
      { text: prefix(world) + before },
      ...encode([{ text: value, mark: kind }], (text) => change(text, world)),
      { text: world.pickOwn([' rejected', ' could not be parsed', ' is invalid', ' (client)']) },
    ];
  },
});

const hasDigits = (value: string): boolean =>
  (value.match(/\d/g)?.length ?? 0) >= 8 && /^[\dA-Z +-]+$/.test(value);
const hasAt = (value: string): boolean => value.includes('@');

const fullWidth = around('full-width', hasDigits, (text) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
);

const zeroWidth = around(
  'zero-width',
  (value) => hasDigits(value) || hasAt(value),
  (text, { random }) => {
    const at = random.int(2, text.length - 2);
    return text.slice(0, at) + random.pick(['\u200b', '\u00ad', '\u2060']) + text.slice(at);
  },
);

const html = around('html-entities', hasAt, (text, { random }) =>
  text.replaceAll('@', random.pick(['&#64;', '&#x40;', '&commat;'])),
);

const percent = around('percent', hasAt, (text) => text.replaceAll('@', '%40').replaceAll('+', '%2B'));

const quotedPrintable = around('quoted-printable', hasAt, (text) =>
  text.replace(/[@\u0080-\uffff]/g, (char) =>
    [...Buffer.from(char)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join(''),
  ),
);

const jsonEscape: Encoded = {
  name: 'json-escape',
  fits: hasAt,
  write: (value, kind, _key, world) => [
    { text: `{"level":"${world.pickOwn(['warn', 'error'])}","msg":"unknown account ` },
    { text: value.replaceAll('@', '\\u0040'), mark: kind },
    { text: ' at login"}' },
  ],
};

const encodings = [base64, fullWidth, zeroWidth, html, percent, quotedPrintable, jsonEscape];

/** A value that is recognisable anywhere, in one of the encodings in which it gets past plain patterns. */
export function writeEncoded(
  value: Pieces,
  kind: Kind,
  key: string,
  world: World,
): { pieces: Pieces; shape: string } {
  const text = textOf(value);
  const encoded = world.random.pick(encodings.filter(({ fits }) => fits(text)));
  return { pieces: encoded.write(text, kind, key, world), shape: encoded.name };
}
