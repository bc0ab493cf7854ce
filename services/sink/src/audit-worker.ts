/** Entry of the auditor's thread. It lies beside what starts it under this name, in sources, builds and bundles alike. */
import { parentPort, workerData } from 'node:worker_threads';
import { describeForeign, isScrubjayError } from '@scrubjay/errors';
import type { AuditQuestion, AuditSetup, FromAuditThread } from './audit/messages.js';
import { SecondLooker } from './audit/second-look.js';

const port = parentPort;
if (port !== null) {
  const post = (message: FromAuditThread): void => port.postMessage(message);
  try {
    const looker = new SecondLooker(workerData as AuditSetup);
    port.on('message', ({ id, samples }: AuditQuestion) =>
      post({ kind: 'answer', id, looks: looker.lookAt(samples) }),
    );
    post({ kind: 'ready', fingerprint: looker.fingerprint });
  } catch (error) {
    post({ kind: 'refused', message: isScrubjayError(error) ? error.message : describeForeign(error) });
  }
}
