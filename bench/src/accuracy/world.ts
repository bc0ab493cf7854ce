import type { Faker } from '@faker-js/faker';
import type { Mark, Pieces } from './pieces.js';
import { createFakers } from './values/people.js';
import { Random } from './random.js';

/** Rules are mended on `tune`; `held-out` has other keys, sentences, templates and countries. */
export const setNames = ['tune', 'held-out'] as const;
export type SetName = (typeof setNames)[number];

/** What every draw may use: one per set and seed. */
export class World {
  readonly random: Random;
  readonly set: SetName;
  readonly #fakers: readonly Faker[];

  constructor(set: SetName, seed: number) {
    // The same seed gives both sets different lines, not the same ones in other words.
    this.random = new Random(seed * 2 + (set === 'tune' ? 0 : 1));
    this.set = set;
    this.#fakers = createFakers(this.random, set);
  }

  faker(language?: 'de'): Faker {
    const fit = this.#fakers.filter(
      (faker) => language === undefined || faker.definitions.metadata.code.startsWith(language),
    );
    return this.random.pick(fit);
  }

  /** One of this set's half of a list: the even places are tuned on, the odd ones held out. */
  pickOwn<T>(values: readonly T[]): T {
    return this.random.pick(ownHalf(values, this.set));
  }
}

export function ownHalf<T>(values: readonly T[], set: SetName): readonly T[] {
  const half = values.filter((_, at) => at % 2 === (set === 'tune' ? 0 : 1));
  return half.length === 0 ? values : half;
}

/** A value under a key: a JSON number or boolean stays one; pieces say themselves what is sensitive in them. */
export type Value = string | number | boolean | Pieces | readonly string[];

export interface Keyed {
  /** Names of fields in lower-case words; records write them in their own casing style. */
  readonly keys: readonly string[];
  readonly value: (world: World) => Value;
}

export interface Spoken {
  /** `{v}` is the value; `<<…>>` may be taken or left; `{n}`, `{id}`, `{uuid}`, `{ms}`, `{service}` are filled in. */
  readonly sentences: readonly string[];
  readonly value: (world: World) => string | Pieces;
}

/** Where a kind occurs. */
export interface Source {
  readonly kind: Mark;
  readonly keyed: readonly Keyed[];
  readonly spoken: readonly Spoken[];
  /** Recognisable in any text, whatever stands around it. */
  readonly isBare?: true;
}
