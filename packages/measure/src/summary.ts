import { max, min, quantile } from 'simple-statistics';

/** What repeated measurements of one thing say. The unit is that of the samples. */
export interface Summary {
  readonly runs: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** Throws a RangeError without samples. */
export function summarise(samples: readonly number[]): Summary {
  if (samples.length === 0) throw new RangeError('There is nothing to summarise.');
  const values = [...samples];
  return {
    runs: values.length,
    median: quantile(values, 0.5),
    min: min(values),
    max: max(values),
    lowerQuartile: quantile(values, 0.25),
    upperQuartile: quantile(values, 0.75),
  };
}
