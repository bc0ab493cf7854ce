import type { EngineFormat } from '@scrubjay/engine';
import type { Random } from '../random.js';
import { disguise } from './disguise.js';
import type { Vocabulary } from './vocabulary.js';

/** Characters of a JSON record beyond which nothing more is put in. */
const longestJson = 6000;
const separators = [
  ' ',
  ' ',
  ' ',
  '=',
  ': ',
  ', ',
  '"',
  "'",
  '\t',
  '|',
  '',
  ';',
  '](',
  '<',
  '>',
  '\\n',
  '\\"',
];
const criHead = '2026-11-23T10:15:30.123456789Z';

/** Makes the text of records out of what a ruleset looks for. */
export class RecordWriter {
  readonly #random: Random;
  readonly #words: Vocabulary;

  constructor(random: Random, words: Vocabulary) {
    this.#random = random;
    this.#words = words;
  }

  /** A value as it may stand in a text. */
  value(): string {
    const random = this.#random;
    const text = random.oneIn(6) ? this.#words.example() : this.#words.value();
    return random.oneIn(5) ? disguise(text, random) : text;
  }

  write(format: EngineFormat): string {
    const random = this.#random;
    if (random.oneIn(12)) return this.#words.example();
    if (format === 'text') return random.oneIn(12) ? this.#containerText() : this.#text();
    if (random.oneIn(20)) return this.#containerJson();
    const record = random.oneIn(8) ? this.#json(0) : this.#object(0);
    return random.oneIn(40) ? record.slice(0, random.below(record.length)) : record;
  }

  /** Characters that are in the way of nothing, about as many as asked for. */
  padding(length: number): string {
    const random = this.#random;
    if (random.oneIn(3)) return random.pick([' ', 'x', '0', 'é', '.', 'A', '-']).repeat(Math.max(0, length));
    let text = '';
    while (text.length < length) text += `${this.#words.filler()} `;
    return text.slice(0, Math.max(0, length));
  }

  #text(): string {
    const random = this.#random;
    let text = random.oneIn(4) ? random.pick(['\tat ', 'Caused by: ', '  ', 'at ', '... 3 more ']) : '';
    for (let left = random.magnitude(12); left > 0; left -= 1)
      text += this.#phrase() + random.pick(separators);
    // A last byte that belongs to a value, as often as not.
    return random.oneIn(2) ? text + this.value() : text;
  }

  #phrase(): string {
    const random = this.#random;
    const kind = random.below(12);
    if (kind < 3) return this.value();
    if (kind < 6) return this.#words.filler();
    if (kind < 8) return this.#words.word() + random.pick([' ', ': ', '=', '']) + this.value();
    if (kind < 10)
      return this.#words.key() + random.pick(['=', ': ', '="', ' => ', '%3D', ':=']) + this.value();
    if (kind < 11) return this.#json(1);
    return random.pick([
      '-----BEGIN RSA PRIVATE KEY-----',
      '-----END RSA PRIVATE KEY-----',
      'http://a:',
      '</a>',
    ]);
  }

  #containerText(): string {
    const random = this.#random;
    const head = `${criHead} ${random.pick(['stdout', 'stderr'])} ${random.pick(['P', 'F'])} `;
    return head + this.#text();
  }

  #containerJson(): string {
    const random = this.#random;
    const log = JSON.stringify(this.#text() + random.pick(['', '\n']));
    return `{"log":${log},"stream":"${random.pick(['stdout', 'stderr'])}","time":"${criHead}"}`;
  }

  #json(depth: number): string {
    const random = this.#random;
    const kind = random.below(depth > 4 ? 7 : 10);
    if (kind < 5) return this.#string(depth);
    if (kind < 6) return String(random.pick([random.below(1e9), -1.5, 4_111_111_111_111_111, 1e21]));
    if (kind < 7)
      return random.oneIn(2) ? random.pick(['true', 'false', 'null', '""', '{}', '[]']) : this.#number();
    if (kind < 8) return `[${random.list(random.below(4), () => this.#json(depth + 1)).join(',')}]`;
    return this.#object(depth + 1);
  }

  /** Digits that a pattern may match. */
  #number(): string {
    const digits = this.#words
      .value()
      .replace(/[^0-9]/g, '')
      .slice(0, 30);
    return /^(?:0|[1-9][0-9]*)$/.test(digits) ? digits : '0';
  }

  #object(depth: number): string {
    const random = this.#random;
    const glue = random.pick([',', ',', ', ', ' , ']);
    const members: string[] = [];
    for (let left = random.below(6), length = 0; left > 0 && length < longestJson; left -= 1) {
      const member = random.oneIn(10) ? this.#namedValue() : this.#member(this.#words.key(), depth);
      length += member.length;
      members.push(member);
    }
    return `{${members.join(glue)}}`;
  }

  #member(path: string, depth: number): string {
    const random = this.#random;
    const dot = path.indexOf('.');
    if (dot <= 0 || random.oneIn(3))
      return `${this.#quoted(path)}:${random.pick(['', '', ' '])}${this.#json(depth)}`;
    const inner = `{${this.#member(path.slice(dot + 1), depth + 1)}}`;
    return `${this.#quoted(path.slice(0, dot))}:${random.oneIn(5) ? `[${inner}]` : inner}`;
  }

  /** An object that names its value beside it, as OTLP attributes do. */
  #namedValue(): string {
    const random = this.#random;
    const name = random.pick(['key', 'name', 'Key', 'Name']);
    const value = random.oneIn(2) ? `{"stringValue":${this.#string(3)}}` : this.#string(3);
    return `"attributes":[{"${name}":${this.#quoted(this.#words.key())},"value":${value}}]`;
  }

  #string(depth: number): string {
    const random = this.#random;
    const kind = random.below(10);
    if (kind < 5) return this.#quoted(this.value());
    if (kind < 8 || depth > 3) return this.#quoted(this.#text());
    return this.#quoted(this.#object(depth + 2));
  }

  /** A JSON string; now and then characters are escaped that need not be. */
  #quoted(text: string): string {
    const quoted = JSON.stringify(text);
    if (!this.#random.oneIn(5)) return quoted;
    return quoted.replace(/(?<!\\)[A-Za-z0-9@.é-](?![^"]{0,5}\\)/g, (char) =>
      this.#random.oneIn(3) ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char,
    );
  }
}
