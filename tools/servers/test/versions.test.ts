import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { motoImage } from '../src/aws.js';
import { kafkaContainerArgs, kafkaImage } from '../src/kafka-docker.js';
import { packageDir } from '../src/paths.js';
import { registryImage } from '../src/registry.js';

const compose = await readFile(join(packageDir, '..', '..', 'compose.yaml'), 'utf8');

t.test('jars, image and compose.yaml have the same Kafka', async (t) => {
  const pom = await readFile(join(packageDir, 'pom.xml'), 'utf8');
  const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)</.exec(pom)?.[1] ?? 'none';
  t.equal(kafkaImage, `apache/kafka:${version}`);
  t.match(compose, `image: ${kafkaImage}\n`);
});

t.test('package, image and compose.yaml have the same moto', async (t) => {
  const requirements = await readFile(join(packageDir, 'requirements.txt'), 'utf8');
  const version = /^moto==(.+)$/m.exec(requirements)?.[1] ?? 'none';
  t.equal(motoImage, `motoserver/moto:${version}`);
  t.match(compose, `image: ${motoImage}\n`);
});

t.test('archive, image and compose.yaml have the same schema registry', async (t) => {
  t.match(compose, `image: ${registryImage}\n`);
});

t.test(
  'a Kafka in Docker is advertised where this machine reaches it, and is set up as in compose.yaml',
  async (t) => {
    const args = kafkaContainerArgs(9092);
    t.match(args.join(' '), 'KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://127.0.0.1:9092');
    t.equal(args.at(-1), kafkaImage);
    for (const setting of args.filter((arg) => arg.startsWith('KAFKA_'))) {
      const [name = '', value = ''] = setting.split(/=(.*)/);
      t.match(compose, new RegExp(`${name}: '?${value}'?\n`), name);
    }
  },
);
