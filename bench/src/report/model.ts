import { summarise } from '@scrubjay/measure';
import { z } from 'zod';

/** A number of a details column, or a word. */
const detail = z.union([z.number(), z.string()]);

const figureSchema = z.object({
  /** Names the same measurement in every report; parts joined by slashes. */
  id: z.string(),
  /** Heading of the table that it stands in. */
  group: z.string(),
  /** Its row in that table. */
  name: z.string(),
  unit: z.string(),
  better: z.enum(['more', 'less', 'neither']),
  /** One number a run, in the order of the runs. */
  samples: z.array(z.number()).min(1),
  median: z.number(),
  min: z.number(),
  max: z.number(),
  lowerQuartile: z.number(),
  upperQuartile: z.number(),
  /** Further columns of its row: title to value. */
  details: z.record(z.string(), detail),
});

const plotSchema = z.object({
  /** Name of the picture's file, without its ending. */
  file: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  kind: z.enum(['lines', 'bars']),
  xLabel: z.string(),
  yLabel: z.string(),
  xLog: z.boolean().optional(),
  yLog: z.boolean().optional(),
  series: z.array(
    z.object({
      name: z.string(),
      /** `x` is a category for bars. `low` and `high` are the ends of the spread. */
      points: z.array(
        z.object({
          x: z.union([z.number(), z.string()]),
          y: z.number(),
          low: z.number().optional(),
          high: z.number().optional(),
        }),
      ),
    }),
  ),
});

const machineSchema = z.object({
  cpu: z.string(),
  cores: z.number(),
  memoryGiB: z.number(),
  os: z.string(),
  node: z.string(),
  /** Short hash; `unknown` outside a checkout. */
  commit: z.string(),
  /** The work tree held changes that are in no commit. */
  isDirty: z.boolean(),
});

export const reportSchema = z.object({
  /** What was measured; the stem of its files' names. */
  kind: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  machine: machineSchema,
  /** What the run was told: enough to repeat it. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Sentences that a reader of the figures must know. */
  notes: z.array(z.string()),
  figures: z.array(figureSchema),
  plots: z.array(plotSchema),
});

export type Figure = Readonly<z.infer<typeof figureSchema>>;
export type Machine = Readonly<z.infer<typeof machineSchema>>;
export type Plot = Readonly<z.infer<typeof plotSchema>>;
export type Report = Readonly<z.infer<typeof reportSchema>>;

export interface FigureInput {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  readonly unit: string;
  readonly better: Figure['better'];
  readonly samples: readonly number[];
  readonly details?: Figure['details'];
}

/** Completes a figure by what its samples say together. Throws a RangeError without samples. */
export function figure({ samples, details = {}, ...rest }: FigureInput): Figure {
  const { median, min, max, lowerQuartile, upperQuartile } = summarise(samples);
  return { ...rest, samples: [...samples], median, min, max, lowerQuartile, upperQuartile, details };
}
