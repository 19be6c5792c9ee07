import { createLogger } from '@ringfleet/observability';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { JobLoop } from './job-loop.js';

/** Does rounds that fail with these messages one after the other, a null succeeding, and gives what was logged. */
async function logOf(rounds: readonly (string | null)[]): Promise<string[]> {
  const lines: string[] = [];
  const destination = new PassThrough({ encoding: 'utf8' }).on('data', (line: string) => lines.push(line));
  const log = createLogger({ service: 'test', level: 'info', destination });
  const left = [...rounds];
  const ended = new PassThrough();
  const round = async (signal: AbortSignal): Promise<boolean> => {
    const message = left.shift();
    if (message === undefined) {
      ended.end();
      await once(signal, 'abort');
      throw new Error('stopped');
    }
    if (message !== null) throw new Error(message);
    return false;
  };
  const loop = new JobLoop({ name: 'look', log, restMs: 1, round });
  const end = once(ended.resume(), 'end');
  loop.start();
  await end;
  await loop.stop();
  return lines.map((line) => {
    const { level, msg, err, failedRounds } = JSON.parse(line) as { level: string; msg: string; err?: { message: string }; failedRounds?: number };
    return `${level}: ${msg} ${err?.message ?? failedRounds}`;
  });
}

describe('a job', () => {
  it('tells once that its rounds fail, and once that they succeed again', async () => {
    expect(await logOf(['no database', 'no database', 'no database', null, null])).toEqual([
      'error: a round of a job failed no database',
      'info: a job that failed goes on 3',
    ]);
  });

  it('tells of another failure, and of the same one after it had succeeded', async () => {
    expect(await logOf(['no database', 'it is starting up', null, 'no database'])).toEqual([
      'error: a round of a job failed no database',
      'error: a round of a job failed it is starting up',
      'info: a job that failed goes on 2',
      'error: a round of a job failed no database',
    ]);
  });
});
