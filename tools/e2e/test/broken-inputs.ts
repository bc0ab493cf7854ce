import { randomBytes } from 'node:crypto';
import { createFrameCodec, FrameBuilder, type Frame, type QuarantineReason } from '@scrubjay/frame';
import type { Message } from 'kafkajs';
import { openVault } from '../src/store-io.js';
import { environment, type World } from '../src/world.js';

/** Stands in every broken record: wherever these end, this must not be readable. */
export const secret = 'broken.person@planted.example';

export interface Broken {
  readonly name: string;
  readonly message: Message & { readonly value: Buffer };
  readonly stage: 'ingest' | 'redactor' | 'sink';
  readonly reason: QuarantineReason;
}

const otlp = { 'scrubjay-format': 'otlp-protobuf' };

/** What an application may send that cannot be redacted for certain, and where each of it ends. */
export function brokenRecords(): readonly Broken[] {
  const row = (
    name: string,
    value: Buffer | string,
    stage: Broken['stage'],
    reason: QuarantineReason,
    headers: Record<string, string> = {},
  ): Broken => ({ name, message: { value: Buffer.from(value), headers }, stage, reason });
  const utf8 = (text: string): Buffer => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0xc3])]);
  return [
    row('cut JSON', `{"user":"${secret}","next":`, 'redactor', 'malformed_json'),
    row('two JSON values in one', `{"user":"${secret}"}{"a":1}`, 'redactor', 'malformed_json'),
    row('text that is said to be JSON', `hello ${secret}`, 'redactor', 'malformed_json', {
      'scrubjay-format': 'json',
    }),
    row(
      'JSON nested too deep',
      `{"a":${'['.repeat(100)}"${secret}"${']'.repeat(100)}}`,
      'redactor',
      'too_deep',
    ),
    row('text of invalid UTF-8', utf8(`hello ${secret} `), 'redactor', 'invalid_utf8'),
    row(
      'JSON of invalid UTF-8',
      Buffer.concat([utf8(`{"a":"${secret}`), Buffer.from('"}')]),
      'redactor',
      'invalid_utf8',
    ),
    row('NUL bytes', `hello \0 ${secret}`, 'redactor', 'nul_bytes'),
    row('NUL bytes alone', Buffer.alloc(2_000), 'redactor', 'nul_bytes'),
    row('wrong protobuf', `this is no protobuf: ${secret}`, 'ingest', 'malformed_otlp', otlp),
    row('bytes that no protobuf begins with', Buffer.alloc(500, 0xff), 'ingest', 'malformed_otlp', otlp),
    row('a wrong OTLP request in JSON', `{"resourceLogs":"${secret}"}`, 'ingest', 'malformed_otlp'),
    row('a format that nobody knows', secret, 'ingest', 'unknown_format', { 'scrubjay-format': 'cobol' }),
    row('a line of 3 MB', longLine(3_000_000), 'ingest', 'too_large'),
    row('a line of 20 MB', longLine(20_000_000), 'ingest', 'too_large'),
  ];
}

/** Text that no compression makes small. */
function longLine(bytes: number): Buffer {
  return Buffer.concat([
    Buffer.from(`${secret} `),
    Buffer.from(randomBytes(bytes * 0.75).toString('base64')),
  ]);
}

export interface Poison {
  readonly name: string;
  readonly value: Buffer | null;
}

/** What must never be on a topic between the services, and is there all the same. */
export async function poisonFor(world: World, purpose: 'raw' | 'scrubbed'): Promise<readonly Poison[]> {
  const frame = frameWith(`{"user":"${secret}"}`);
  const other = purpose === 'raw' ? 'scrubbed' : 'raw';
  const sound = await createFrameCodec({ sealer: world.vault, environment }).seal(purpose, frame);
  const foreign = openVault(world.endpoint, { ...world.keys, [purpose]: world.keys.quarantine });
  const elsewhere = createFrameCodec({ sealer: world.vault, environment: 'elsewhere' });
  const altered = Buffer.from(sound);
  altered.writeUInt8(altered.readUInt8(altered.length - 40) ^ 1, altered.length - 40);
  try {
    return [
      { name: 'garbage', value: randomBytes(300) },
      { name: 'text', value: Buffer.from('no frame at all') },
      { name: 'nothing', value: Buffer.alloc(0) },
      { name: 'a tombstone', value: null },
      { name: 'a frame cut short', value: sound.subarray(0, sound.length - 10) },
      { name: 'an altered frame', value: altered },
      {
        name: 'a frame under a foreign key',
        value: await createFrameCodec({ sealer: foreign, environment }).seal(purpose, frame),
      },
      {
        name: 'a frame of another stream',
        value: await createFrameCodec({ sealer: world.vault, environment }).seal(other, frame),
      },
      {
        name: 'a frame of another environment',
        value: await elsewhere.seal(purpose, { ...frame, environment: 'elsewhere' }),
      },
      {
        name: 'a sealed message that is no frame',
        value: await world.vault.seal(purpose, Buffer.from(secret), {
          ...{ environment, stream: purpose, partition: '0', purpose: 'frame', codec: 'gzip' },
        }),
      },
    ];
  } finally {
    foreign.close();
  }
}

function frameWith(record: string): Frame {
  const builder = new FrameBuilder({
    ...{ stream: 'app', partition: 0, environment, service: 'app', format: 'json', schemaId: '' },
    ingestedAtMs: Date.now(),
  });
  builder.add(Buffer.from(record), 0n, Date.now());
  return builder.build();
}
