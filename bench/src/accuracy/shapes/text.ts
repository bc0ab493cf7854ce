import { encode, join, type Pieces, textOf } from '../pieces.js';
import { timestamp } from '../values/dates.js';
import { ownHalf, type World } from '../world.js';
import { asText, type Field, flatFields, jsonObject, type KeyStyle, styleKey } from './fields.js';
import type { Draft, Shape } from './json.js';

const iso = ({ random }: World): string => timestamp(random).toISOString();
const clf = ({ random }: World): string =>
  `${random.padded(1, 28, 2)}/${random.pick(['Jan', 'Feb', 'Mar'])}/2026:${random.padded(0, 23, 2)}:${random.padded(0, 59, 2)}:11 +0100`;
const verbs = ['updated', 'rejected', 'received', 'created'];

/** The start of a line, as loggers and syslog write it. */
export function prefix(world: World): string {
  const { random } = world;
  const level = random.pick(['INFO', 'WARN', 'ERROR', 'DEBUG']);
  return world.pickOwn([
    `${iso(world)} ${level} [main] c.acme.orders.OrderService - `,
    `${iso(world).replace('T', ' ').replace('Z', '')} ${level} ${random.int(1, 999)} --- [nio-8080-exec-${random.int(1, 9)}] o.s.web.Controller : `,
    `Mar ${random.int(10, 28)} 04:1${random.int(0, 9)}:22 web-${random.int(1, 9)} app[${random.int(200, 9999)}]: `,
    `<134>1 ${iso(world)} host-${random.int(1, 9)} api ${random.int(200, 9999)} ID${random.int(1, 99)} - `,
    `[${clf(world)}] ${level.toLowerCase()}: `,
    `${level}:root:`,
    `${random.int(1000, 9999)}#0: *${random.int(1, 9999)} `,
    `${iso(world)} [${level}] `,
  ]);
}

const message = ({ message: pieces }: Draft, world: World): Pieces =>
  pieces.length > 0 ? pieces : [{ text: `user ${world.random.pick(verbs)}` }];

/** `key<equals>value` pairs; a value with white space or quotes is quoted if the format can. */
function pairs(
  fields: readonly Field[],
  style: KeyStyle,
  equals: string,
  separator: string,
  quote: (pieces: Pieces) => Pieces,
): Pieces {
  const parts = flatFields(fields).map(({ words, value }): Pieces => [
    { text: styleKey(words, style) + equals },
    ...quote(asText(value)),
  ]);
  return join(parts, separator);
}

const asIs = (pieces: Pieces): Pieces => pieces;

/** go-logfmt: quotes with backslash escapes where a space, `=` or quote stands. */
function logfmtQuote(pieces: Pieces): Pieces {
  if (!/[\s="\\]/.test(textOf(pieces))) return pieces;
  return [{ text: '"' }, ...encode(pieces, (text) => JSON.stringify(text).slice(1, -1)), { text: '"' }];
}

const singleQuote = (pieces: Pieces): Pieces => [
  { text: "'" },
  ...encode(pieces, (text) => text.replaceAll("'", "''").replaceAll('\n', '\\n')),
  { text: "'" },
];

const textStyle = ({ random }: World): KeyStyle =>
  random.pick(['snake', 'camel', 'snake', 'kebab', 'dotted']);

const logfmt: Shape = {
  name: 'logfmt',
  write: (draft, world) => [
    { text: `time=${iso(world)} level=${world.random.pick(['info', 'warn'])} msg=` },
    ...logfmtQuote(message(draft, world)),
    ...(draft.fields.length === 0 ? [] : [{ text: ' ' }]),
    ...pairs(draft.fields, textStyle(world), '=', ' ', logfmtQuote),
    { text: ` duration=${world.random.int(1, 900)}ms` },
  ],
};

/** Java's records and Lombok, Python's dictionaries, and lists in brackets. */
const keyValue: Shape = {
  name: 'key-value',
  write: (draft, world) => {
    const { random } = world;
    const style = random.pick(['camel', 'snake'] as const);
    const forms: readonly (readonly [
      open: string,
      equals: string,
      separator: string,
      close: string,
      quote: (pieces: Pieces) => Pieces,
    ])[] = [
      ['User(', '=', ', ', ')', asIs],
      ['{', "='", "', ", "'}", asIs],
      ['[', '=', '; ', ']', asIs],
      ['', ': ', ', ', '', asIs],
      ['params: {', '=>', ', ', '}', logfmtQuoteAlways],
      ['', '=', ' ', '', logfmtQuote],
      ['Customer[', '=', ', ', ']', asIs],
      ['', ': ', ' | ', '', asIs],
    ];
    const [open, equals, separator, close, quote] = random.pick(ownHalf(forms, world.set));
    return [
      { text: prefix(world) },
      ...message(draft, world),
      { text: ` ${open}` },
      ...pairs(draft.fields, style, equals, separator, quote),
      { text: close },
    ];
  },
};

function logfmtQuoteAlways(pieces: Pieces): Pieces {
  return [{ text: '"' }, ...encode(pieces, (text) => JSON.stringify(text).slice(1, -1)), { text: '"' }];
}

const jsonInText: Shape = {
  name: 'json-in-text',
  write: (draft, world) => [
    { text: prefix(world) },
    ...message(draft, world),
    { text: world.pickOwn([' payload=', ' body: ', ' request ', ' -> ']) },
    ...jsonObject(draft.fields, world.random.pick(['camel', 'snake']), world.random),
  ],
};

const sql: Shape = {
  name: 'sql',
  write: (draft, world) => {
    const style = world.random.pick(['snake', 'joined'] as const);
    const sets = pairs(draft.fields, style, world.pickOwn([' = ', '=']), ', ', singleQuote);
    const where = pairs(draft.fields, style, world.pickOwn([' = ', '=']), ' AND ', singleQuote);
    const id = world.random.int(1000, 99_999);
    return world.pickOwn([
      [{ text: `${prefix(world)}UPDATE users SET ` }, ...sets, { text: ` WHERE id = ${id}` }],
      [{ text: `LOG:  statement: SELECT id, status FROM customer WHERE ` }, ...where, { text: ' LIMIT 1' }],
    ]);
  },
};

const frames = [
  '\tat com.acme.users.UserService.update(UserService.java:112)\n\tat java.base/java.lang.Thread.run(Thread.java:840)',
  '    at Object.<anonymous> (/app/src/users.js:42:13)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  '  File "/app/users/views.py", line 88, in post\n    serializer.is_valid(raise_exception=True)',
  '\tat org.hibernate.engine.jdbc.spi.SqlExceptionHelper.convert(SqlExceptionHelper.java:109)\n\t... 48 common frames omitted',
];

const stackTrace: Shape = {
  name: 'stack-trace',
  write: (draft, world) => {
    const error = world.pickOwn([
      'java.lang.IllegalStateException: ',
      'ValidationError: ',
      'Traceback: ValueError: ',
      'org.acme.ApiException: ',
    ]);
    const fields =
      draft.fields.length === 0
        ? []
        : [{ text: ' (' }, ...pairs(draft.fields, 'camel', '=', ', ', logfmtQuote), { text: ')' }];
    return [
      { text: prefix(world) + error },
      ...message(draft, world),
      ...fields,
      { text: `\n${world.pickOwn(frames)}` },
    ];
  },
};

/** What a person or a program says, with nothing but a line's start around it. */
export const prose: Shape = {
  name: 'prose',
  write: (draft, world) => [
    { text: world.random.chance(0.35) ? '' : prefix(world) },
    ...message(draft, world),
  ],
};

export const textShapes: readonly Shape[] = [logfmt, logfmt, keyValue, keyValue, jsonInText, sql, stackTrace];
