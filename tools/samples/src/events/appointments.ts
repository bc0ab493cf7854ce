import * as decoys from './decoys.js';
import type { ServiceEvents } from './types.js';

const stack =
  'UpstreamError: 504 from scheduling\n    at Client.call (/app/dist/fhir/client.js:88:13)\n    at async book (/app/dist/book.js:41:5)';

/** Appointments with clinics. */
export const appointmentsEvents: ServiceEvents = {
  routine: [
    ({ random }) => ({
      level: 'info',
      message: 'slots loaded',
      fields: {
        clinic: { id: `cl_${random.hex(8)}`, slots: random.between(0, 40) },
        range: { from: '2026-01-05', to: '2026-01-12' },
        cache: { hit: random.chance(0.7), etag: `W/"${random.hex(12)}"` },
      },
    }),
    ({ random }) => ({
      level: 'error',
      message: 'scheduling service timed out',
      fields: {
        err: { type: 'UpstreamError', message: '504 from scheduling', stack },
        upstream: {
          url: `https://fhir.clinic.example/R4/Slot?_count=50&schedule=${random.uuid()}`,
          attempts: 3,
        },
        traceId: decoys.traceId(random),
      },
    }),
  ],
  sensitive: [
    (draft) => ({
      level: 'info',
      message: 'appointment booked',
      fields: {
        appointment: {
          id: draft.random.uuid(),
          clinic: `cl_${draft.random.hex(8)}`,
          start: '2026-01-09T10:30:00+01:00',
        },
        patient: {
          ...draft.keyed('person-name', ['patientName', 'patient_name']),
          phone: draft.plant('phone-e164'),
          ...draft.keyed('postal-address', ['postalAddress', 'postal_address', 'streetAddress']),
        },
      },
    }),
    (draft) => ({
      level: 'info',
      message: 'insurance verified',
      fields: {
        insurance: { ssn: draft.plant('us-ssn'), plan: draft.random.pick(['PPO', 'HMO', 'EPO']) },
        checks: [
          { name: 'eligibility', ok: true, tookMs: draft.random.between(20, 400) },
          { name: 'copay', ok: draft.random.chance(0.9), amount: decoys.amount(draft.random) },
        ],
      },
    }),
    (draft) => ({
      level: 'warn',
      message: `intake form rejected: SSN ${draft.plant('us-ssn')} already on file`,
      fields: { formVersion: decoys.version(draft.random), requestId: draft.random.uuid() },
    }),
    (draft) => ({
      level: 'debug',
      message: 'webhook received',
      fields: {
        source: 'clinic-portal',
        // JSON inside a JSON string, as gateways like to log it.
        payload: JSON.stringify({
          type: 'appointment.changed',
          contact: { email: draft.plant('email'), phone: draft.plant('phone-e164') },
          at: draft.timestampMs,
        }),
      },
    }),
  ],
};
