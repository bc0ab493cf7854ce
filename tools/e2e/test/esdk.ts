import {
  buildClient,
  CommitmentPolicy,
  KmsKeyringNode,
  type KmsNodeClientSupplier,
} from '@aws-crypto/client-node';
import { KMS } from '@aws-sdk/client-kms';
import { testAwsAccess } from '@scrubjay/testkit';

const client = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);

/** Opens a message as any user of the AWS Encryption SDK would who may use these keys; none of our code takes part. */
export function openerWith(
  endpoint: string,
  keyIds: string[],
): { readonly open: (sealed: Buffer) => Promise<Buffer>; readonly close: () => void } {
  const kms = new KMS({ endpoint, ...testAwsAccess });
  // The cast is over `exactOptionalPropertyTypes`, which the Encryption SDK's interface was not written for.
  const clientProvider = (() => kms) as unknown as KmsNodeClientSupplier;
  const keyring = new KmsKeyringNode({ clientProvider, keyIds });
  return {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- it is one: a mixin hides it
    open: async (sealed) => (await client.decrypt(keyring, sealed)).plaintext,
    close: () => {
      kms.destroy();
    },
  };
}
