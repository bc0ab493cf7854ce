import { isScrubjayError } from '@scrubjay/errors';
import fc from 'fast-check';
import t from 'tap';
import { createRunner } from '../src/runner.js';
import { ManualClock } from './doubles/manual-clock.js';
import { World, type Weather } from './doubles/world.js';

const weathers = fc.record({
  partitions: fc.integer({ min: 1, max: 3 }),
  messages: fc.integer({ min: 0, max: 60 }),
  maxBatch: fc.integer({ min: 1, max: 12 }),
  maxDelayMs: fc.integer({ min: 1, max: 60 }),
  failPercent: fc.integer({ min: 0, max: 30 }),
  fencePercent: fc.constantFrom(0, 0, 10),
  revokes: fc.integer({ min: 0, max: 4 }),
  canRewind: fc.constant(true),
});
const limitSets = fc.record({
  maxBatchBytes: fc.integer({ min: 1, max: 120 }),
  maxBatchMessages: fc.integer({ min: 1, max: 20 }),
  maxBatchAgeMs: fc.integer({ min: 0, max: 100 }),
  maxBufferedBytes: fc.integer({ min: 1, max: 300 }),
  maxInFlightDeliveries: fc.integer({ min: 1, max: 4 }),
});
type Ending = 'input' | 'drain' | 'stop';

/** A small generator, so that a failing case replays from its seed alone. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function live(
  weather: Weather,
  limits: Parameters<typeof createRunner>[0]['limits'],
  seed: number,
  ending: Ending,
): Promise<{ world: World; outcome: string }> {
  const clock = new ManualClock();
  const world = new World(weather, clock, randomOf(seed));
  const { stage, target } = world;
  const retry = { initialMs: 5, maxMs: 40 };
  const runner = createRunner({ name: 'test', source: world.source(), stage, target, limits, retry, clock });
  let outcome = '';
  void runner.run().then(
    () => (outcome = 'resolved'),
    (error: unknown) => (outcome = isScrubjayError(error) ? error.code : 'foreign'),
  );
  for (let step = 0; outcome === '' && step < 3000; step++) {
    if (step === 10 && ending === 'drain') runner.drain();
    if (step === 10 && ending === 'stop') runner.stop();
    await clock.advance(clock.nextInMs ?? 1);
  }
  await clock.advance(1000);
  return { world, outcome };
}

const endings = fc.constantFrom<Ending>('input', 'input', 'drain', 'stop');

t.test(
  'in any weather: acknowledges only what is durable, in order, once owned, within its memory',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(weathers, limitSets, fc.nat(), endings, async (weather, limits, seed, ending) => {
        const { world, outcome } = await live(weather, limits, seed, ending);
        if (world.faults.length > 0) throw new Error(world.faults.join('; '));
        if (outcome === '') throw new Error('the run hangs');
        const isWhole = world.committed.every((position) => position === weather.messages);
        if (ending === 'input' && (outcome !== 'resolved' || !isWhole)) {
          throw new Error(`${outcome} with ${world.committed.join()}`);
        }
        if (ending === 'stop' && outcome !== 'SJ_STOPPED' && !isWhole) throw new Error(`stop: ${outcome}`);
        if (ending === 'drain' && outcome !== 'resolved') throw new Error(`drain: ${outcome}`);
        const largest = 13 * weather.maxBatch;
        if (world.peakBytes > Math.max(limits.maxBufferedBytes, largest))
          throw new Error(`held ${world.peakBytes} bytes`);
      }),
      { numRuns: 300 },
    );
    t.pass('300 runs');
  },
);
