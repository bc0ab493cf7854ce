import type { ServiceSample } from './service-samples.js';

const hourSeconds = 3_600;

/** Growth an hour: the slope of a line through the samples by least squares. */
export function slopePerHour(
  samples: readonly Pick<ServiceSample, 'at' | 'rssBytes' | 'handles'>[],
  key: 'rssBytes' | 'handles',
): number {
  const count = samples.length;
  const meanX = samples.reduce((sum, { at }) => sum + at, 0) / count;
  const meanY = samples.reduce((sum, one) => sum + one[key], 0) / count;
  let [above, below] = [0, 0];
  for (const sample of samples) {
    above += (sample.at - meanX) * (sample[key] - meanY);
    below += (sample.at - meanX) ** 2;
  }
  return (above / below) * hourSeconds;
}
