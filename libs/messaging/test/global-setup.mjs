// A PostgreSQL for the run, and Kafka installed: getting it takes a minute or two, and no test waits for that.
import startPostgres from '@ringfleet/testing/global-setup.mjs';
import { createContext } from '../../../deploy/engines/frame.mjs';
import { install } from '../../../deploy/engines/install.mjs';

export default async () => {
  await install(createContext(), 'kafka');
  await startPostgres();
};
