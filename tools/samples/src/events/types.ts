import type { Draft } from '../draft.js';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** What happened in an application, before a logger gives it a shape. */
export interface AppEvent {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: JsonObject;
}

/** Writes one sort of event. Every sensitive value in it is planted through the draft. */
export type EventTemplate = (draft: Draft) => AppEvent;
type EventTemplates = readonly [EventTemplate, ...EventTemplate[]];

export interface ServiceEvents {
  /** Nothing sensitive, but much that resembles it. */
  readonly routine: EventTemplates;
  readonly sensitive: EventTemplates;
}
