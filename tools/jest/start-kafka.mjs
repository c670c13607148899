// Starts PostgreSQL and one throw-away Kafka broker for a run of the tests, and passes the broker's address
// on as TEST_KAFKA_BROKERS. Without Java or Maven the run fails and says what to install.
import { startBroker } from '../../infra/kafka/broker.mjs';
import startPostgres from './start-postgres.mjs';
import stopPostgres from './stop-postgres.mjs';

export default async function startKafka() {
  const [, broker] = await Promise.all([startPostgres(), startBroker()]);
  process.env.TEST_KAFKA_BROKERS = broker.brokers;
  globalThis.stopTestKafka = async () => {
    await Promise.all([broker.stop(), stopPostgres()]);
    delete process.env.TEST_KAFKA_BROKERS;
  };
}
