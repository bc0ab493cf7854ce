import { ScrubjayError } from '@scrubjay/errors';
import { flushNameOf, heldKey, incidentPrefix, type ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { z } from 'zod';

/** An incident by its place. */
export interface ListedIncident {
  readonly key: string;
  readonly day: string;
  readonly id: string;
}

/** The incidents of a store, by day. Needs no key. */
export async function* incidentsOf(store: ObjectStore): AsyncIterable<ListedIncident> {
  for await (const { key } of store.list(incidentPrefix)) {
    const [, day, id] = /\/dt=([^/]+)\/([^/]+)\.json\.esdk$/.exec(key) ?? [];
    if (day !== undefined && id !== undefined) yield { key, day, id };
  }
}

/** How many objects of each flush are withheld; an incident has the name of its flush. Needs no key. */
export async function countHeld(store: ObjectStore): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const { key } of store.list(heldKey(''))) {
    const id = flushNameOf(key);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

const released = z.looseObject({ objects: z.array(z.looseObject({ key: z.string() })) });

/**
 * The records of an incident, opened; there are several where a flush was done again on another day.
 * @throws SJ_USAGE where there is none of this id
 */
export async function openIncidents(
  store: ObjectStore,
  sealer: ObjectSealer,
  id: string,
): Promise<readonly z.output<typeof released>[]> {
  const incidents: z.output<typeof released>[] = [];
  for await (const incident of incidentsOf(store)) {
    if (incident.id !== id) continue;
    const found = await store.get(incident.key);
    if (found === undefined) continue;
    const text = (await sealer.openIncident(found.body)).toString('utf8');
    incidents.push(released.parse(JSON.parse(text)));
  }
  if (incidents.length > 0) return incidents;
  throw new ScrubjayError('SJ_USAGE', 'There is no incident of this id.', {
    fix: 'Take an id that `scrubjay incidents list` prints.',
  });
}
