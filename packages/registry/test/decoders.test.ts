import t from 'tap';
import { createDecoders } from '../src/index.js';
import { defaultTags } from '../src/tags.js';
import type { SchemaRegistry } from '../src/types.js';
import { describe, registryOf } from './support.js';

const text = 'syntax = "proto3"; package acme; message Login { string who = 1 [debug_redact = true]; }';
const policy = () => ({ unknownFields: 'quarantine', classify: () => undefined }) as const;

function decodersWith(
  registry: SchemaRegistry | undefined,
  reviewed: readonly (readonly [string, number])[] = [],
) {
  return createDecoders({
    ...{ registry, tags: defaultTags, maxBytes: 1000, reviewed: new Map(reviewed) },
    files: new Map([['login', { text, references: [] }]]),
  });
}

t.test('a file of the configuration is read by the name of its message', async (t) => {
  const decoders = decodersWith(undefined);
  const decoder = await decoders.find('file:login/acme.Login', policy);
  t.same(typeof decoder === 'string' ? decoder : describe(decoder, Buffer.from('0a0161', 'hex')).declared, [
    ['"a"', ''],
  ]);
  t.equal(await decoders.find('file:login/acme.Other', policy), 'unsupported_schema');
  t.equal(await decoders.find('file:other/acme.Login', policy), 'unknown_schema');
  t.equal(await decoders.find('registry:1/0', policy), 'unknown_schema');
});

t.test('policies call a schema by its first subject, and by its id where there is none', async (t) => {
  const subjects = [
    { subject: 'b', version: 1 },
    { subject: 'a', version: 4 },
  ];
  const decoders = decodersWith(registryOf([{ text, subjects }, { text }]));
  t.equal(await decoders.nameOf('registry:1/0'), 'a');
  t.equal(await decoders.nameOf('registry:2/0'), 'registry:2');
  t.equal(await decoders.nameOf('registry:3'), 'registry:3');
  t.equal(await decoders.nameOf('file:login/acme.Login'), 'file:login/acme.Login');
  t.equal(await decoders.nameOf('made-up'), 'made-up');
});

t.test('a decoder is made once, a schema that is not there is asked for again', async (t) => {
  let asked = 0;
  const known = registryOf([{ text }]);
  const registry: SchemaRegistry = {
    ...known,
    find: async (key) => ((asked += 1) === 1 ? undefined : await known.find(key)),
  };
  const decoders = decodersWith(registry);
  t.equal(await decoders.find('registry:1/0', policy), 'unknown_schema');
  const decoder = await decoders.find('registry:1/0', policy);
  t.equal(await decoders.find('registry:1/0', policy), decoder);
  t.equal(asked, 2);
});

t.test('a reviewed version that cannot be read vouches for no field', async (t) => {
  const registry = registryOf([
    {
      text,
      subjects: [
        { subject: 's', version: 2 },
        { subject: 'other', version: 1 },
      ],
    },
    { text: 'broken', subjects: [{ subject: 's', version: 1 }] },
  ]);
  const plain = text.replace(' [debug_redact = true]', '');
  const decoder = await decodersWith(
    registryOf([
      { text: plain, subjects: [{ subject: 's', version: 2 }] },
      { text: 'broken', subjects: [{ subject: 's', version: 1 }] },
    ]),
    [['s', 1]],
  ).find('registry:1/0', policy);
  t.same(typeof decoder === 'string' ? decoder : decoder.decode(Buffer.from('0a0161', 'hex')), {
    kind: 'refused',
    reason: 'unknown_fields',
  });
  const marked = await decodersWith(registry, [['s', 1]]).find('registry:1/0', policy);
  t.match(typeof marked === 'string' ? marked : marked.decode(Buffer.from('0a0161', 'hex')), {
    kind: 'decoded',
  });
  const itself = await decodersWith(registry, [['s', 2]]).find('registry:1/0', policy);
  t.match(typeof itself === 'string' ? itself : itself.decode(Buffer.from('0a0161', 'hex')), {
    kind: 'decoded',
  });
});
