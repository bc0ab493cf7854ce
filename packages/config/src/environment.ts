import { parse } from 'yaml';
import { propertiesOf, variantsOf, type JsonSchema } from './json-schema.js';

const prefix = 'SCRUBJAY_';

type Tree = Record<string, unknown>;

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function normalise(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function accepts(schemas: readonly JsonSchema[], type: string): boolean {
  return schemas.flatMap(variantsOf).some((schema) => [schema.type ?? []].flat().includes(type));
}

/** Reads the text as what the key holds: a list by commas, a text as it stands, anything else as YAML. */
function readValue(text: string, schemas: readonly JsonSchema[]): unknown {
  if (accepts(schemas, 'array') && !text.trimStart().startsWith('[')) {
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }
  if (accepts(schemas, 'string')) return text;
  try {
    // What the parser warns of quotes the text, and Node prints warnings.
    return parse(text, { logLevel: 'error', stringKeys: true }) as unknown;
  } catch {
    return text;
  }
}

/**
 * Lays environment overrides over a parsed configuration: `SCRUBJAY_KAFKA__BROKERS=a:9092,b:9092` sets
 * `kafka.brokers`. Two underscores step into a section, single ones are ignored, case does not matter. Returns the
 * new tree and a problem for every variable with a section that names no key. The values appear in no problem.
 */
export function overlayEnvironment(
  config: unknown,
  schema: JsonSchema,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly config: unknown; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const root: Tree = isTree(config) ? structuredClone(config) : {};
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(prefix) || text === undefined) continue;
    const steps = variable.slice(prefix.length).split('__');
    const path = resolve(steps, schema);
    if (path === undefined) {
      // SCRUBJAY_TEST_KAFKA and the like are other people's variables; one with a section is meant for us.
      if (steps.length > 1) problems.push(`${variable}: no such key in the configuration`);
      continue;
    }
    assign(root, path.keys, readValue(text, path.schemas));
  }
  return { config: isTree(config) || Object.keys(root).length > 0 ? root : config, problems };
}

function resolve(
  steps: readonly string[],
  schema: JsonSchema,
): { keys: readonly string[]; schemas: readonly JsonSchema[] } | undefined {
  let schemas: readonly JsonSchema[] = [schema];
  const keys: string[] = [];
  for (const step of steps) {
    const properties = schemas.flatMap((candidate) => [...propertiesOf(candidate)]);
    const name = properties.find(([property]) => normalise(property) === normalise(step))?.[0];
    if (name === undefined) return undefined;
    schemas = properties.filter(([property]) => property === name).flatMap(([, found]) => found);
    keys.push(name);
  }
  return { keys, schemas };
}

function assign(root: Tree, keys: readonly string[], value: unknown): void {
  let node = root;
  keys.forEach((key, index) => {
    if (index === keys.length - 1) {
      node[key] = value;
      return;
    }
    const next = isTree(node[key]) ? node[key] : {};
    node[key] = next;
    node = next;
  });
}
