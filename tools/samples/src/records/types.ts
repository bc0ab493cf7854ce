/** A finished record; ids and planted values stand in its draft. */
export interface Written {
  readonly service: string;
  readonly text: string;
}
