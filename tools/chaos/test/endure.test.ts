import t from 'tap';
import { latencyOf } from '../src/endure/latency.js';
import { plotEndurance } from '../src/endure/plot.js';

const page = (counts: readonly number[]) =>
  [1, 5, '+Inf']
    .map((le, at) => `scrubjay_end_to_end_latency_seconds_bucket{le="${String(le)}"} ${String(counts[at])}`)
    .join('\n');

t.test('shares of the latency are taken over the pages of all processes', async (t) => {
  const pages = [page([50, 60, 60]), page([0, 40, 40])];
  t.same(latencyOf(pages, [0.5, 0.51, 1]), [1, 5, 5]);
  t.same(latencyOf([page([0, 0, 3])], [0.5]), [Infinity], 'beyond the last bound');
  t.same(latencyOf([], [0.5]), [NaN], 'nothing was measured');
});

t.test('the plot has a line of memory for each process', async (t) => {
  const samples = Array.from({ length: 20 }, (_, second) => ({
    ...{ second, sent: second * 9, ingest: second * 8, redactor: second * 7, sink: second * 6 },
  }));
  const processes = (['sink-1', 'sink-2'] as const).map((instance) => ({
    ...{
      second: 3,
      instance,
      service: 'sink' as const,
      rssBytes: 1e8,
      heapBytes: 5e7,
      externalBytes: 1e7,
      handles: 1,
      openFiles: 1,
      lag: 0,
    },
  }));
  const svg = plotEndurance({ title: 'A stall', seconds: 20, samples, processes });
  t.match(svg, /^<svg[\s\S]*A stall/);
  t.match(svg, /RSS, MiB/);
});
