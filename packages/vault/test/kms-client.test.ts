import t from 'tap';
import { ObservedKms } from '../src/kms-client.js';

t.test('KMS is to blame only for errors that are noted as its own, whatever is thrown', async (t) => {
  const kms = new ObservedKms({ client: { region: 'eu-central-1' } });
  const [own, other, cause] = [new Error('own'), new Error('other'), new Error('cause')];
  kms.blame(own, cause);
  kms.blame('no error', cause);
  const blamed: unknown[] = [];
  for (const thrown of [own, other, 'no error']) {
    const task = async (): Promise<never> => {
      throw thrown as Error;
    };
    const translate = (error: unknown, kmsError: unknown): Error => {
      blamed.push([error, kmsError]);
      return new Error('translated');
    };
    await t.rejects(kms.run(task, translate), { message: 'translated' });
  }
  t.strictSame(blamed, [
    [own, cause],
    [other, undefined],
    ['no error', undefined],
  ]);
  kms.client.destroy();
});
