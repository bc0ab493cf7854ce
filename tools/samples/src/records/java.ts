import type { Draft } from '../draft.js';
import { log4jTime } from './time.js';
import type { Written } from './types.js';

type Template = (draft: Draft) => string;

const failures: readonly [Template, ...Template[]] = [
  () => 'java.lang.IllegalStateException: cycle length must be positive',
  ({ random }) =>
    `java.util.concurrent.TimeoutException: clinic portal did not answer within ${random.between(1000, 9000)} ms`,
  ({ random }) => `com.luma.sync.ConflictException: revision ${random.hex(40)} is stale`,
  (draft) => `com.luma.sync.DuplicateContactException: contact ${draft.plant('email')} exists twice`,
  (draft) =>
    `org.postgresql.util.PSQLException: connection to postgresql://sync:${draft.plant('url-password')}@db.luma.internal:5432/clinic refused`,
  (draft) =>
    `com.luma.sync.PhoneFormatException: cannot parse callback number ${draft.plant('phone-e164')} for region ZZ`,
  (draft) => `java.net.ConnectException: Connection timed out: /${draft.plant('ipv4')}:8443`,
  (draft) => `com.luma.sync.PayoutException: creditor IBAN ${draft.plant('iban')} was rejected`,
];

const frames = [
  'com.luma.sync.PortalClient.fetch(PortalClient.java:118)',
  'com.luma.sync.ContactMerger.merge(ContactMerger.java:64)',
  'com.luma.sync.SyncJob.lambda$run$2(SyncJob.java:203)',
  'com.luma.sync.SyncJob.run(SyncJob.java:91)',
  'java.base/java.util.stream.ReferencePipeline$3$1.accept(ReferencePipeline.java:197)',
  'java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)',
  'org.springframework.scheduling.support.DelegatingErrorHandlingRunnable.run(DelegatingErrorHandlingRunnable.java:54)',
] as const;

function frameLines(draft: Draft, count: number): string[] {
  // The packaging data that logback prints behind a frame carries the line's id.
  return Array.from(
    { length: count },
    () => `\tat ${draft.random.pick(frames)} ~[clinic-sync.jar!/:${draft.newId()}]`,
  );
}

/** A log line and its stack trace: one record of many lines, each of which has an id of its own. */
export function writeJava(draft: Draft): Written {
  const { random, timestampMs } = draft;
  const lines = [
    `${log4jTime(timestampMs)} ERROR [sync-${random.between(1, 8)}] com.luma.sync.SyncJob [${draft.newId()}] - run failed`,
    `${random.pick(failures)(draft)} [${draft.newId()}]`,
    ...frameLines(draft, random.between(2, 6)),
  ];
  if (random.chance(0.5)) {
    lines.push(
      `Caused by: ${random.pick(failures)(draft)} [${draft.newId()}]`,
      ...frameLines(draft, random.between(1, 3)),
    );
    lines.push(`\t... ${random.between(3, 40)} common frames omitted [${draft.newId()}]`);
  }
  return { service: 'clinic-sync', text: lines.join('\n') };
}
