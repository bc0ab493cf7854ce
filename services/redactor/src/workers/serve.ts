import type { MessagePort } from 'node:worker_threads';
// By its file: the index would load the SDKs of AWS and Kafka into every worker.
import { createSealer } from '@scrubjay/boot/value-seal';
import { compileRuleset, mayUse, warmUp, type OpenText, type Ruleset } from '@scrubjay/engine';
import type { Frame } from '@scrubjay/frame';
import { redactContext } from '../in-thread.js';
import { redactOneFrame, type FrameTools } from '../redact-frame.js';
import { createFrameSchemas } from '../schemas.js';
import { createShadow } from '../shadow.js';
import type { FromWorker, RulesetSummary, ToWorker, WorkerKeys, WorkerSetup } from './messages.js';
import { RemoteRegistry } from './remote-registry.js';
import { ShadowCounter } from './shadow-counter.js';
import { packAnswer, unpackFrame, unpackTexts } from './transfer.js';
import { toWireError } from './wire-error.js';

interface Compiled {
  readonly active: Ruleset;
  readonly shadow: Ruleset | undefined;
}

/**
 * A worker's whole life: compiles its rulesets and says so, or says why not and ends; warms up; then redacts the frames that come,
 * one at a time, until it is closed.
 */
export function serve(port: MessagePort, setup: WorkerSetup): void {
  const post = ({
    message,
    transfer = [],
  }: {
    message: FromWorker;
    transfer?: readonly ArrayBuffer[];
  }): void => port.postMessage(message, transfer);
  const rules = compile(setup, (message) => post({ message }));
  if (rules === undefined) {
    port.close();
    return;
  }
  const registry = new RemoteRegistry((message) => post({ message }));
  const desk = new Desk(setup, rules, registry);
  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'keys':
        desk.takeKeys(message.keys);
        break;
      case 'frame':
        void desk.answer(unpackFrame(message.frame), unpackTexts(message.continues)).then(post);
        break;
      case 'schema':
        registry.settle(message);
        break;
      case 'close':
        desk.close();
        port.close();
    }
  });
  const active = summaryOf(rules.active);
  post({ message: { kind: 'ready', rules: { active, shadow: rules.shadow && summaryOf(rules.shadow) } } });
  // While the main thread looks for keys and brokers, and joins: frames come only then.
  setImmediate(() => [rules.active, rules.shadow].forEach((ruleset) => ruleset && warmUp(ruleset)));
}

function compile({ rules }: WorkerSetup, post: (message: FromWorker) => void): Compiled | undefined {
  try {
    return {
      active: compileRuleset(rules.active),
      shadow: rules.shadow && compileRuleset(rules.shadow),
    };
  } catch (error) {
    post({ kind: 'refused', error: toWireError(error, 'The rules cannot be compiled') });
    return undefined;
  }
}

function summaryOf(ruleset: Ruleset): RulesetSummary {
  const { fingerprint, detectors } = ruleset;
  return { fingerprint, detectors: detectors.length, pseudonymizes: mayUse(ruleset, 'pseudonymize') };
}

/** What a worker has at hand for its frames. */
class Desk {
  readonly #setup: WorkerSetup;
  readonly #shadowCounter = new ShadowCounter();
  readonly #toolsWith: (context: FrameTools['context']) => FrameTools;
  #keys: readonly Uint8Array[] = [];
  #tools: FrameTools | undefined;

  constructor(setup: WorkerSetup, rules: Compiled, registry: RemoteRegistry) {
    this.#setup = setup;
    const { schemas, hasRegistry, limits } = setup;
    const sources = { ...schemas, registry: hasRegistry ? registry : undefined };
    const frameSchemas = createFrameSchemas(sources, limits.maxRecordBytes);
    const shadow =
      setup.shadow &&
      createShadow({ ...setup.shadow, ruleset: () => rules.shadow, limits, events: this.#shadowCounter });
    this.#toolsWith = (context) => ({ ruleset: rules.active, context, schemas: frameSchemas, shadow });
  }

  takeKeys({ pseudonyms, sealing }: WorkerKeys): void {
    const { epoch, tenant, limits, number } = this.#setup;
    const sealKey = { key: Buffer.from(sealing.key), sealedKey: Buffer.from(sealing.sealedKey) };
    const pseudonymKey = Buffer.from(pseudonyms);
    const seal = createSealer(sealKey, number);
    this.#tools = this.#toolsWith(redactContext({ key: pseudonymKey, epoch, tenant }, limits, seal));
    pseudonyms.fill(0);
    sealing.key.fill(0);
    this.#keys = [pseudonymKey, sealKey.key];
  }

  /** Never rejects. */
  async answer(
    frame: Frame,
    continues: readonly OpenText[],
  ): Promise<{ message: FromWorker; transfer?: readonly ArrayBuffer[] }> {
    try {
      if (this.#tools === undefined) throw new TypeError('no keys');
      const redacted = await redactOneFrame(frame, continues, this.#tools);
      const shadow = this.#setup.rules.shadow && this.#shadowCounter.take();
      const { message: answer, transfer } = packAnswer({ redacted, shadow }, frame);
      return { message: { kind: 'done', answer }, transfer };
    } catch (error) {
      return { message: { kind: 'failed', error: toWireError(error, 'A frame cannot be redacted') } };
    }
  }

  close(): void {
    for (const key of this.#keys) key.fill(0);
  }
}
