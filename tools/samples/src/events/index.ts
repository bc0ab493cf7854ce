import type { Draft } from '../draft.js';
import { appointmentsEvents } from './appointments.js';
import { authGatewayEvents } from './auth-gateway.js';
import { billingEvents } from './billing.js';
import { cycleApiEvents } from './cycle-api.js';
import { notificationsEvents } from './notifications.js';
import type { AppEvent, ServiceEvents } from './types.js';

export type { AppEvent, JsonObject, JsonValue } from './types.js';

export interface AppService {
  readonly name: string;
  readonly events: ServiceEvents;
  /** The logger that the service uses. */
  readonly logger: 'pino' | 'winston' | 'logback';
}

export const appServices: readonly [AppService, ...AppService[]] = [
  { name: 'cycle-api', events: cycleApiEvents, logger: 'pino' },
  { name: 'appointments', events: appointmentsEvents, logger: 'winston' },
  { name: 'billing', events: billingEvents, logger: 'logback' },
  { name: 'auth-gateway', events: authGatewayEvents, logger: 'pino' },
  { name: 'notifications', events: notificationsEvents, logger: 'winston' },
];

export function drawEvent(service: AppService, draft: Draft): AppEvent {
  const { routine, sensitive } = service.events;
  return draft.random.pick(draft.random.chance(0.4) ? routine : sensitive)(draft);
}
