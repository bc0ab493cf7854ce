import type { Pieces } from '../pieces.js';
import { timestamp } from '../values/dates.js';
import type { World } from '../world.js';
import { type Field, fieldOf, flatFields, jsonObject, jsonString, type KeyStyle } from './fields.js';

/** What a record says: a message and its fields, each with what is sensitive in it. */
export interface Draft {
  readonly message: Pieces;
  readonly fields: readonly Field[];
}

export interface Shape {
  readonly name: string;
  readonly write: (draft: Draft, world: World) => Pieces;
}

const services = ['orders', 'billing', 'auth-gateway', 'mobile-api', 'notifications', 'search'];
const messages = [
  'request completed',
  'user updated',
  'payment failed',
  'sync finished',
  'validation error',
  'event received',
];

const message = (draft: Draft, { random }: World): Field => ({
  words: 'msg',
  value: {
    kind: 'text',
    pieces: draft.message.length > 0 ? draft.message : [{ text: random.pick(messages) }],
  },
});

const named = (field: Field, words: string): Field => ({ ...field, words });
const nest = (words: string, fields: readonly Field[]): Field => ({
  words,
  value: { kind: 'object', fields },
});

/** The surroundings are written as their logger writes them; only the payload follows the line's key style. */
function wrap(fields: readonly Field[], payload: Pieces, world: World): Pieces {
  const outer = jsonObject(fields, 'joined', world.random);
  if (payload.length === 0) return outer;
  return [...outer.slice(0, -1), { text: ',' }, ...payload, { text: '}' }];
}

/** Members of an object without its braces. */
function members(fields: readonly Field[], style: KeyStyle, world: World): Pieces {
  return jsonObject(fields, style, world.random).slice(1, -1);
}

function style({ random }: World): KeyStyle {
  return random.pick(['camel', 'camel', 'snake', 'snake', 'kebab', 'pascal', 'dotted', 'upper', 'joined']);
}

const level = ({ random }: World): string => random.pick(['info', 'warn', 'error', 'debug']);

const pino: Shape = {
  name: 'json-pino',
  write: (draft, world) => {
    const { random } = world;
    const head = [
      fieldOf('level', random.pick([20, 30, 40, 50])),
      fieldOf('time', timestamp(random).getTime()),
      fieldOf('pid', random.int(1, 40_000)),
      fieldOf(
        'hostname',
        `${random.pick(services)}-${random.hex(9)}-${random.chars('bcdfghjklmnpqrstvwxz2456789', 5)}`,
      ),
    ];
    return wrap([...head, message(draft, world)], members(draft.fields, style(world), world), world);
  },
};

const winston: Shape = {
  name: 'json-winston',
  write: (draft, world) => {
    const fields = [
      fieldOf('level', level(world)),
      named(message(draft, world), 'message'),
      fieldOf('service', world.random.pick(services)),
    ];
    const meta =
      draft.fields.length === 0
        ? []
        : [{ text: '"meta":{' }, ...members(draft.fields, style(world), world), { text: '}' }];
    return wrap([...fields, fieldOf('timestamp', timestamp(world.random).toISOString())], meta, world);
  },
};

const ecs: Shape = {
  name: 'json-ecs',
  write: (draft, world) => {
    const { random } = world;
    const head = [
      fieldOf('@timestamp', timestamp(random).toISOString()),
      fieldOf('log.level', level(world).toUpperCase()),
      named(message(draft, world), 'message'),
      fieldOf('ecs.version', '1.2.0'),
      fieldOf('service.name', random.pick(services)),
      fieldOf('trace.id', random.hex(32)),
      fieldOf('process.thread.name', `http-nio-8080-exec-${random.int(1, 20)}`),
    ];
    return wrap(head, members(draft.fields, style(world), world), world);
  },
};

const logstash: Shape = {
  name: 'json-logstash',
  write: (draft, world) => {
    const { random } = world;
    const head = [
      fieldOf('@timestamp', timestamp(random).toISOString()),
      fieldOf('@version', '1'),
      named(message(draft, world), 'message'),
      fieldOf(
        'logger_name',
        `com.acme.${random.pick(['orders', 'auth'])}.${random.pick(['UserService', 'PaymentClient'])}`,
      ),
      fieldOf('thread_name', `pool-${random.int(1, 9)}-thread-${random.int(1, 40)}`),
      fieldOf('level_value', 20_000),
    ];
    return wrap(
      head,
      members(
        [nest('context', draft.fields)].filter(() => draft.fields.length > 0),
        style(world),
        world,
      ),
      world,
    );
  },
};

function otlpValue(field: Field, world: World): Pieces {
  const { value } = field;
  if (value.kind === 'literal') {
    const type = value.pieces[0]?.text.includes('.') === true ? 'doubleValue' : 'boolValue';
    const isNumber = /^\d+$/.test(value.pieces[0]?.text ?? '');
    if (isNumber) return [{ text: '{"intValue":' }, ...jsonString(value.pieces), { text: '}' }];
    return [{ text: `{"${type}":` }, ...value.pieces, { text: '}' }];
  }
  if (value.kind === 'list') {
    const items = value.items.flatMap((item, at): Pieces => [
      { text: at === 0 ? '{"stringValue":' : ',{"stringValue":' },
      ...jsonString(item, world.random),
      { text: '}' },
    ]);
    return [{ text: '{"arrayValue":{"values":[' }, ...items, { text: ']}}' }];
  }
  return value.kind === 'text'
    ? [{ text: '{"stringValue":' }, ...jsonString(value.pieces, world.random), { text: '}' }]
    : [];
}

/** One LogRecord of the OTLP/JSON encoding. */
const otlp: Shape = {
  name: 'json-otlp',
  write: (draft, world) => {
    const { random } = world;
    const keys = random.pick(['dotted', 'snake'] as const);
    const attributes = flatFields(draft.fields).flatMap((field, at): Pieces => {
      const key = keys === 'dotted' ? field.words.replaceAll(' ', '.') : field.words.replaceAll(' ', '_');
      return [
        { text: `${at === 0 ? '' : ','}{"key":"${key}","value":` },
        ...otlpValue(field, world),
        { text: '}' },
      ];
    });
    return [
      {
        text: `{"timeUnixNano":"${timestamp(random).getTime()}000000","severityText":"${level(world).toUpperCase()}","body":{"stringValue":`,
      },
      ...jsonString(message(draft, world).value.kind === 'text' ? draftText(draft, world) : [], random),
      { text: '},"attributes":[' },
      ...attributes,
      { text: `],"traceId":"${random.hex(32)}","spanId":"${random.hex(16)}"}` },
    ];
  },
};

function draftText(draft: Draft, { random }: World): Pieces {
  return draft.message.length > 0 ? draft.message : [{ text: random.pick(messages) }];
}

/** Objects in objects and arrays of objects. */
const nested: Shape = {
  name: 'json-nested',
  write: (draft, world) => {
    const keys = style(world);
    const inner = jsonObject(draft.fields, keys, world.random);
    const [before, after] = world.pickOwn([
      ['"request":{"method":"POST","body":{"data":', '}}'],
      ['"event":{"type":"updated","items":[', ']}'],
      ['"payload":{"before":null,"after":', '}'],
      ['"detail":{"records":[[', ']]}'],
    ] as const);
    return wrap(
      [fieldOf('time', timestamp(world.random).toISOString()), message(draft, world)],
      [{ text: before }, ...inner, { text: after }],
      world,
    );
  },
};

/** A JSON document inside a string of another one. */
const escaped: Shape = {
  name: 'json-escaped',
  write: (draft, world) => {
    const { random } = world;
    let body = jsonObject(draft.fields, style(world), random);
    if (random.chance(0.25)) body = [{ text: '{"data":' }, ...jsonString(body), { text: '}' }];
    const key = world.pickOwn(['"body":', '"rawPayload":', '"response":', '"log":']);
    return wrap(
      [fieldOf('level', level(world)), message(draft, world)],
      [{ text: key }, ...jsonString(body)],
      world,
    );
  },
};

export const jsonShapes: readonly Shape[] = [
  pino,
  winston,
  ecs,
  logstash,
  otlp,
  otlp,
  nested,
  nested,
  escaped,
  escaped,
];
