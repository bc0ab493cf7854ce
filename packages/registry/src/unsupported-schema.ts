/** The schema cannot be read by us: it is malformed, or not whole. It says nothing of the schema's text. */
export class UnsupportedSchema extends Error {}
