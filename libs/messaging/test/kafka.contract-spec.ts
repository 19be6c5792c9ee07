// Real: Kafka, its connections, child processes and their death.
import { eventLogContract } from '@ringfleet/testing/contract';
import { createTestKafka } from './test-kafka.js';

eventLogContract('Kafka', createTestKafka);
