import type { AwsServer, KafkaServer } from './types.js';

/** Variables that make tests use these servers, and the AWS SDK have credentials for them. */
export function serverEnvironment(
  kafka: KafkaServer | undefined,
  aws: AwsServer | undefined,
): Record<string, string> {
  const environment: Record<string, string> = {};
  if (kafka !== undefined) {
    environment['SCRUBJAY_TEST_KAFKA'] = kafka.brokers.join(',');
    if (kafka.dataDir !== undefined) environment['SCRUBJAY_TEST_KAFKA_DATA'] = kafka.dataDir;
  }
  if (aws !== undefined) {
    environment['SCRUBJAY_TEST_AWS'] = aws.endpoint;
    environment['AWS_REGION'] = 'us-east-1';
    environment['AWS_ACCESS_KEY_ID'] = 'test';
    environment['AWS_SECRET_ACCESS_KEY'] = 'test';
  }
  return environment;
}
