import type { Kind } from './kinds.js';
import { type LabelledLine, type Mark, marked, type Piece, type Pieces, render } from './pieces.js';
import { messages } from './sources/messages.js';
import { noiseFields } from './sources/noise.js';
import { sources, weightedSources } from './sources/index.js';
import { personFields } from './sources/person.js';
import { writeEncoded } from './shapes/encoded.js';
import { type Field, fieldOf } from './shapes/fields.js';
import { jsonShapes, type Shape } from './shapes/json.js';
import { prose, textShapes } from './shapes/text.js';
import { cookieShape, webShapes } from './shapes/web.js';
import { type SetName, type Source, World } from './world.js';

const keyedShapes: readonly Shape[] = [
  ...jsonShapes,
  ...jsonShapes,
  ...textShapes,
  ...textShapes,
  ...webShapes,
];
/** Shapes that carry a free text beside or instead of fields. */
const spokenShapes: readonly Shape[] = [prose, prose, prose, ...jsonShapes, ...textShapes.slice(0, 3)];
const cookieKinds = new Set<Mark>(['session-id', 'jwt', 'bearer-token']);

function fill(name: string, { random }: World): string {
  switch (name) {
    case 'n':
      return String(random.int(2, 90_000));
    case 'ms':
      return String(random.int(1, 4000));
    case 'uuid':
      return random.uuid();
    default:
      return `REQ-${random.hex(8).toUpperCase()}`;
  }
}

/** Fills a sentence: `{v}` by `value`, `{kind}` by a value of that kind, the rest by what means nothing. */
function speak(sentence: string, world: World, value: (name: string) => Pieces | undefined): Pieces {
  return sentence.split(/(\{[\w-]+\}|<<.*?>>)/).flatMap((part): Pieces => {
    if (part.startsWith('<<')) return marked(part.slice(2, -2), 'optional');
    if (!part.startsWith('{')) return [{ text: part }];
    const name = part.slice(1, -1);
    return value(name) ?? [{ text: fill(name, world) }];
  });
}

const asPieces = (value: string | Pieces, mark: Mark): Pieces =>
  typeof value === 'string' ? marked(value, mark) : value;

function sentenceOf(source: Source, world: World): Pieces {
  const spoken = world.random.pick(source.spoken);
  return speak(world.pickOwn(spoken.sentences), world, (name) =>
    name === 'v' ? asPieces(spoken.value(world), source.kind) : undefined,
  );
}

// Reversed: of two sources of a kind, the first is the usual one.
const sourceOf = new Map([...sources].reverse().map((source) => [source.kind as string, source]));

function messageOf(world: World): Pieces {
  const { text, language } = world.pickOwn(messages);
  return speak(text, world, (kind) => {
    const spoken = sourceOf.get(kind)?.spoken.at(language === 'de' ? -1 : 0);
    return spoken === undefined ? undefined : asPieces(spoken.value(world), kind as Kind);
  });
}

function keyedField(source: Source, world: World): Field {
  const keyed = world.random.pick(source.keyed);
  return fieldOf(world.pickOwn(keyed.keys), keyed.value(world), source.kind);
}

const shuffled = (fields: readonly Field[], { random }: World): Field[] =>
  random.pickSome(fields, fields.length);

function keyedLine(world: World): LabelledLine {
  const { random } = world;
  const first = pickKeyed(world);
  const isCookie = cookieKinds.has(first.kind) && random.chance(0.3);
  const count = isCookie ? 0 : random.pick([0, 0, 1, 2]);
  const picked = [first, ...Array.from({ length: count }, () => pickKeyed(world))];
  // No two fields of a record have the same name.
  const fields = new Map(
    picked.map((source) => keyedField(source, world)).map((field) => [field.words, field]),
  );
  const all = shuffled([...fields.values(), ...noiseFields(world, random.int(0, 3))], world);
  const shape = isCookie ? cookieShape : random.pick(keyedShapes);
  return render(shape.write({ message: [], fields: all }, world), shape.name);
}

function pickKeyed({ random }: World): Source {
  for (;;) {
    const source = random.pick(weightedSources);
    if (source.keyed.length > 0) return source;
  }
}

function spokenLine(world: World): LabelledLine {
  const { random } = world;
  const message = random.chance(0.12) ? messageOf(world) : sentenceOf(random.pick(weightedSources), world);
  const shape = random.pick(spokenShapes);
  return render(shape.write({ message, fields: noiseFields(world, random.int(1, 3)) }, world), shape.name);
}

function encodedLine(world: World): LabelledLine {
  const { random } = world;
  const bare = weightedSources.filter(({ isBare, kind }) => isBare === true && kind !== 'pem-private-key');
  const source = random.pick(bare);
  const spoken = random.pick(source.spoken);
  const key = random.pick(source.keyed).keys[0] ?? 'value';
  const value = asPieces(spoken.value(world), source.kind);
  const { pieces, shape } = writeEncoded(value, source.kind as Kind, key.replaceAll(' ', '_'), world);
  return render(pieces, shape);
}

function personLine(world: World): LabelledLine {
  const shape = world.random.pick(jsonShapes.filter(({ name }) => name !== 'json-otlp'));
  const fields = [...personFields(world), ...noiseFields(world, world.random.int(0, 2))];
  return render(shape.write({ message: [], fields }, world), shape.name);
}

/** A line in which nothing is sensitive. */
function cleanLine(world: World): LabelledLine {
  const shape = world.random.pick(keyedShapes.filter(({ name }) => name !== 'access-log'));
  const message: readonly Piece[] = [];
  return render(
    shape.write({ message, fields: noiseFields(world, world.random.int(2, 5)) }, world),
    shape.name,
  );
}

function line(world: World): LabelledLine {
  const draw = world.random.int(1, 100);
  if (draw <= 44) return keyedLine(world);
  if (draw <= 80) return spokenLine(world);
  if (draw <= 87) return encodedLine(world);
  if (draw <= 92) return personLine(world);
  return cleanLine(world);
}

/** The same set, seed and count give the same lines, byte by byte. */
export function* generateLines(set: SetName, seed: number, count: number): Generator<LabelledLine> {
  const world = new World(set, seed);
  for (let at = 0; at < count; at += 1) yield line(world);
}
