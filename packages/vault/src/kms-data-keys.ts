import {
  KmsKeyringNode,
  NodeDefaultCryptographicMaterialsManager,
  type KmsNodeClientSupplier,
  type NodeMaterialsManager,
} from '@aws-crypto/client-node';
import type { ObservedKms } from './kms-client.js';

/**
 * Data keys under one key of KMS. The SDK passes errors of Decrypt on as text only, which cannot be told apart, so each
 * request has a keyring of its own: how KMS failed it is then known to be its failure and no other's.
 */
export class KmsDataKeys implements NodeMaterialsManager {
  readonly #kms: ObservedKms;
  readonly #generatorKeyId: string;

  constructor(kms: ObservedKms, generatorKeyId: string) {
    this.#kms = kms;
    this.#generatorKeyId = generatorKeyId;
  }

  getEncryptionMaterials(
    request: Parameters<NodeMaterialsManager['getEncryptionMaterials']>[0],
  ): ReturnType<NodeMaterialsManager['getEncryptionMaterials']> {
    return this.#ask((manager) => manager.getEncryptionMaterials(request));
  }

  decryptMaterials(
    request: Parameters<NodeMaterialsManager['decryptMaterials']>[0],
  ): ReturnType<NodeMaterialsManager['decryptMaterials']> {
    return this.#ask((manager) => manager.decryptMaterials(request));
  }

  async #ask<R>(task: (manager: NodeDefaultCryptographicMaterialsManager) => Promise<R>): Promise<R> {
    const { client } = this.#kms;
    let failure: unknown;
    const noted =
      <I, O>(call: (input: I) => Promise<O>) =>
      (input: I): Promise<O> =>
        call(input).catch((error: unknown) => {
          failure = error;
          throw error;
        });
    const observed = {
      generateDataKey: noted((input: Parameters<typeof client.generateDataKey>[0]) =>
        client.generateDataKey(input),
      ),
      encrypt: noted((input: Parameters<typeof client.encrypt>[0]) => client.encrypt(input)),
      decrypt: noted((input: Parameters<typeof client.decrypt>[0]) => client.decrypt(input)),
    };
    // The region is the client's, whatever an ARN in a message says.
    // The cast is over `exactOptionalPropertyTypes`, which the Encryption SDK's interface was not written for.
    const clientProvider = (() => observed) as unknown as KmsNodeClientSupplier;
    const keyring = new KmsKeyringNode({ clientProvider, generatorKeyId: this.#generatorKeyId });
    try {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- it is one: a mixin hides it
      return await task(new NodeDefaultCryptographicMaterialsManager(keyring));
    } catch (error) {
      if (failure !== undefined) this.#kms.blame(error, failure);
      throw error;
    }
  }
}
