// Real: all services in this process, their PostgreSQL, their log; each batch of which comes twice.
import { DoublingEventLog } from '@ringfleet/testing/event-logs';
import { expectExactlyOnce, pictureOf } from './inventory-picture.js';
import { mixedFile } from './mixed-rows.js';
import { seedOf } from './random.js';
import { startInside } from './ringfleet-inside.js';

const isLong = process.env['FAULTS'] === 'long';
const ROWS = isLong ? 20_000 : 3_000;

describe('an import whose every message comes twice', () => {
  const seed = seedOf();
  const file = mixedFile(ROWS, seed);

  it(
    `ends as if each had come once: ${ROWS} rows (IMP-06, EVT-01)`,
    async () => {
      const once = await startInside((log) => log);
      const expected = await once.api.import(file).then(({ id }) => pictureOf(once.api, once.log, id));
      await once.remove();
      const { api, log, remove } = await startInside((each) => new DoublingEventLog(each));
      try {
        const imported = await api.import(file);
        await expectExactlyOnce(api, log, imported);
        expect(await pictureOf(api, log, imported.id)).toEqual(expected);
      } catch (error) {
        throw new Error(`With FAULTS_SEED=${seed}`, { cause: error });
      } finally {
        await remove();
      }
    },
    10 * 60_000,
  );
});
