// Real: PostgreSQL, its connections, child processes and their death.
import { eventLogContract } from '@ringfleet/testing/contract';
import { createTestLog } from './test-log.js';

eventLogContract('PostgreSQL', createTestLog);
