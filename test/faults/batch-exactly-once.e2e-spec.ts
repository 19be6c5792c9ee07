// Real: the program as built in its own process, its PostgreSQL, SIGKILL to it in the middle of a batch.
import { topics } from '@ringfleet/contracts';
import { createLogger } from '@ringfleet/observability';
import { openHomeEventLog } from '@ringfleet/runtime';
import { freePort } from '@ringfleet/testing';
import { Api } from '../support/api.js';
import { eventsOn, eventsUntil } from '../support/device-events.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import { csvOf, phones } from '../support/sheets.js';

const DEVICES = 5_000;

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly counts: { readonly devices: number; readonly applied: number; readonly notReached: number };
  readonly finishedAt: string | null;
}

it(`a batch of ${DEVICES} devices that is killed in its middle changes each once and says so once (INV-12, EVT-03)`, async () => {
  const env = { RINGFLEET_PORT: String(await freePort()) };
  const killed = await RingfleetProcess.start({ env });
  const { home } = killed;
  const api = await Api.signIn(killed.credentials.url, killed.credentials);
  await api.import(csvOf(phones(DEVICES, 'batch', 106)));
  const select = { filter: { managedBy: 'administrator', name: 'batch' }, expectedCount: DEVICES };
  const customer = (await api.all<{ id: string; name: string }>('/api/v1/customers')).find(({ name }) => name === 'Canistracci OIL')?.id;
  const { id } = await api.post<Batch>('/api/v1/device-batches', { select, change: { assignTo: customer, customerOwned: true } });
  const reached = async (running: RingfleetProcess, enough: (batch: Batch) => boolean): Promise<Batch> => {
    for (;;) {
      const batch = await api.get<Batch>(`/api/v1/device-batches/${id}`);
      if (enough(batch)) return batch;
      await running.stillRuns();
    }
  };
  expect((await reached(killed, ({ counts }) => counts.applied > 0)).finishedAt).toBe(null);
  await killed.kill();
  const again = await RingfleetProcess.start({ home, env });
  try {
    const { state, counts } = await reached(again, ({ finishedAt }) => finishedAt !== null);
    expect({ state, counts }).toMatchObject({ state: 'completed', counts: { devices: DEVICES, applied: DEVICES, notReached: 0 } });
    const devices = await api.all<{ id: string; version: number; customerOwned: boolean }>('/api/v1/devices?name=batch');
    expect(devices.length).toBe(DEVICES);
    expect(new Set(devices.map(({ version, customerOwned }) => `${version} ${customerOwned}`))).toEqual(new Set(['2 true']));
    const log = await openHomeEventLog(home, createLogger({ service: 'faults', level: 'error' }));
    try {
      await eventsUntil(log, topics.batches, ({ message }) => message?.event.case === 'finished');
      const changes = (await eventsOn(log, topics.devices)).filter(({ message }) => message?.change?.source.case === 'batch');
      expect([changes.length, new Set(changes.map(({ key }) => key)).size, new Set(changes.map(({ sequence }) => sequence))]).toEqual([
        DEVICES,
        DEVICES,
        new Set([2]),
      ]);
    } finally {
      await log.close();
    }
  } finally {
    await again.remove();
  }
});
