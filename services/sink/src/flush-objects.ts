import type { CanonicalWriter, Frame } from '@scrubjay/frame';
import { groupOf, hourMs, type Group, type HourSpan } from './grouping.js';
import type { LinePool } from './line-pool.js';
import { ObjectBuilder, type ObjectOutput } from './object-builder.js';
import { Strays } from './strays.js';

/** Times of records are believed up to a day ahead; clocks that are right are never ahead by more than this. */
const hoursAhead = 1;

interface Service {
  readonly hours: Map<number, ObjectBuilder>;
  strays: Strays | undefined;
  /** The latest hour in which ingest took custody of records of the service. */
  custodyHour: number;
}

/** The objects of one flush while their lines come in. */
export class FlushObjects {
  readonly #options: { readonly compressionLevel: number; readonly lateAfterHours: number };
  readonly #pool: LinePool;
  readonly #services = new Map<string, Service>();
  #last: { readonly frame: Frame; readonly hour: number; readonly object: ObjectBuilder } | undefined;

  constructor(
    options: { readonly compressionLevel: number; readonly lateAfterHours: number },
    pool: LinePool,
  ) {
    this.#options = options;
    this.#pool = pool;
  }

  /** Writes the record that the writer read last. `hour`: of its own time, in hours since 1970. */
  write(writer: CanonicalWriter, frame: Frame, hour: number): void {
    if (this.#last?.frame !== frame || this.#last.hour !== hour) {
      const object = this.#objectFor(frame, hour);
      if (object === undefined) {
        this.#writeStray(writer, frame, hour);
        return;
      }
      this.#last = { frame, hour, object };
    }
    const { object } = this.#last;
    writer.write(object.lines);
    object.count(frame.ingestedAtMs);
  }

  /** Compresses whatever has gathered enough for it. */
  async settleDue(): Promise<void> {
    for (const { hours } of this.#services.values()) {
      for (const object of hours.values()) if (object.isDue) await object.settle();
    }
  }

  async build(
    keyOf: (group: Group) => string,
    strayKeyOf: (group: Group, hours: HourSpan) => string,
  ): Promise<readonly ObjectOutput[]> {
    const building: Promise<ObjectOutput>[] = [];
    for (const [name, { hours, strays, custodyHour }] of this.#services) {
      for (const object of hours.values()) building.push(this.#build(object, keyOf(object.group)));
      if (strays === undefined) continue;
      const left = strays.hours;
      const [from, to] = [left[0], left.at(-1)];
      if (from !== undefined && to !== undefined) {
        const object = this.#open(name, custodyHour);
        for (const hour of left) strays.moveTo(object, hour);
        building.push(this.#build(object, strayKeyOf(object.group, { from, to })));
      }
      this.#pool.give(strays.lines);
    }
    return Promise.all(building);
  }

  async #build(object: ObjectBuilder, key: string): Promise<ObjectOutput> {
    const built = await object.build(key);
    this.#pool.give(object.lines);
    return built;
  }

  /** The object of this hour; undefined where its records are strays. */
  #objectFor(frame: Frame, hour: number): ObjectBuilder | undefined {
    const service = this.#serviceOf(frame);
    const known = service.hours.get(hour);
    if (known !== undefined) return known;
    const custodyHour = Math.floor(frame.ingestedAtMs / hourMs);
    if (hour < custodyHour - this.#options.lateAfterHours || hour > custodyHour + hoursAhead)
      return undefined;
    return this.#openHour(service, frame.service, hour);
  }

  #writeStray(writer: CanonicalWriter, frame: Frame, hour: number): void {
    const service = this.#serviceOf(frame);
    const strays = (service.strays ??= new Strays(this.#pool.take()));
    const start = strays.lines.length;
    writer.write(strays.lines);
    strays.count(hour, start, frame.ingestedAtMs);
    if (strays.isEnough(hour)) strays.moveTo(this.#openHour(service, frame.service, hour), hour);
  }

  #serviceOf(frame: Frame): Service {
    const custodyHour = Math.floor(frame.ingestedAtMs / hourMs);
    const known = this.#services.get(frame.service) ?? { hours: new Map(), strays: undefined, custodyHour };
    known.custodyHour = Math.max(known.custodyHour, custodyHour);
    this.#services.set(frame.service, known);
    return known;
  }

  #openHour(service: Service, name: string, hour: number): ObjectBuilder {
    const object = this.#open(name, hour);
    service.hours.set(hour, object);
    return object;
  }

  #open(name: string, hour: number): ObjectBuilder {
    return new ObjectBuilder(
      groupOf({ service: name }, hour),
      this.#options.compressionLevel,
      this.#pool.take(),
    );
  }
}
