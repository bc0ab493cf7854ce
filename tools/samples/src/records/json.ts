import type { Draft } from '../draft.js';
import { appServices, drawEvent, type AppEvent, type JsonObject } from '../events/index.js';
import { spanId, traceId } from '../events/decoys.js';
import type { Written } from './types.js';

const pinoLevels = { debug: 20, info: 30, warn: 40, error: 50 } as const;
const logbackLevels = { debug: 10_000, info: 20_000, warn: 30_000, error: 40_000 } as const;

function pino(draft: Draft, service: string, { level, message, fields }: AppEvent): JsonObject {
  return {
    level: pinoLevels[level],
    time: draft.timestampMs,
    pid: draft.random.between(1, 40),
    hostname: `${service}-${draft.random.hex(5)}`,
    // A name that is no person's.
    name: service,
    service,
    event_id: draft.newId(),
    ...fields,
    msg: message,
  };
}

function winston(draft: Draft, service: string, { level, message, fields }: AppEvent): JsonObject {
  return {
    level,
    message,
    timestamp: new Date(draft.timestampMs).toISOString(),
    service,
    event_id: draft.newId(),
    metadata: fields,
  };
}

function logback(draft: Draft, service: string, { level, message, fields }: AppEvent): JsonObject {
  return {
    '@timestamp': new Date(draft.timestampMs).toISOString(),
    '@version': '1',
    message,
    logger_name: `com.luma.${service}.Handler`,
    thread_name: `http-nio-8080-exec-${draft.random.between(1, 32)}`,
    level: level.toUpperCase(),
    level_value: logbackLevels[level],
    service,
    event_id: draft.newId(),
    traceId: traceId(draft.random),
    spanId: spanId(draft.random),
    ...fields,
  };
}

const shapes = { pino, winston, logback } as const;

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function escapeNonAscii(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** One application log record in the shape of the service's logger; logback escapes all that is not ASCII. */
export function writeJson(draft: Draft): Written {
  const service = draft.random.pick(appServices);
  const text = JSON.stringify(shapes[service.logger](draft, service.name, drawEvent(service, draft)));
  if (service.logger !== 'logback') {
    draft.noteEscapes(escapeJson);
    return { service: service.name, text };
  }
  draft.noteEscapes((value) => escapeNonAscii(escapeJson(value)));
  return { service: service.name, text: escapeNonAscii(text) };
}
