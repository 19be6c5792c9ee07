import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId, Refused, starterOf } from '@ringfleet/kernel';
import { traceparentOf } from '@ringfleet/observability';
import type { Tx } from '@ringfleet/persistence';
import { OncePerKey, type Ports, PORTS } from '@ringfleet/service-kit';
import { Conditions } from '../devices/conditions.js';
import { BATCH_FIELDS, type BatchRecord } from './batch.js';
import type { BatchBody } from './batches.dto.js';
import { publishBatchEvent } from './batch-events.js';
import { type BatchView, batchView } from './batch-view.js';
import { type BatchAsked, readBody } from './read-body.js';
import { RunBatches } from './run-batches.js';
import { checkSelected, type Selected, selectedBy } from './select-devices.js';

const CHUNK = 1_000;

/** Takes a batch on: "all that match" is the set at this moment; the devices are changed in the background (INV-12). */
@Injectable()
export class StartBatch {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(OncePerKey) private readonly once: OncePerKey,
    @Inject(RunBatches) private readonly batches: RunBatches,
  ) {}

  /** Throws `Refused` 400, 422 for what no devices could answer; 409 `count_changed` with the count now. */
  async execute(caller: Caller, body: BatchBody, key: string | undefined): Promise<BatchView> {
    const asked = readBody(body);
    if (asked.selection.filter && asked.expectedCount === undefined) {
      const message = 'Say how many devices were shown to match.';
      throw new Refused(422, 'missing_value', message, { errors: [{ code: 'missing_value', field: 'select.expectedCount', message }] });
    }
    const view = await this.once.run({ caller, path: '/api/v1/device-batches', key, body }, (tx) => this.record(tx, caller, asked));
    this.batches.wake();
    return view;
  }

  private async record(tx: Tx, caller: Caller, { selection, change, expectedCount }: BatchAsked): Promise<BatchView> {
    const id = newId();
    const now = this.ports.clock();
    const selected = await selectedBy(tx, caller.scope, selection);
    const asked = [selection.filter && JSON.stringify(selection.filter), selection.managedBy, JSON.stringify(change)];
    await tx.query(INSERT, [id, ...Object.values(starterOf(caller)), ...asked, now, traceparentOf() ?? null]);
    const { chunks, devices } = await storeChunks(tx, id, selected);
    if (expectedCount !== undefined && expectedCount !== devices) {
      const message = `${devices} devices match now, not ${expectedCount}; look at them again.`;
      throw new Refused(409, 'count_changed', message, { extra: { count: devices } });
    }
    await checkSelected(tx, selected, selection, change);
    const [record] = await tx.query<BatchRecord>(`update device_batches set chunks = $2, devices = $3 where id = $1 returning ${BATCH_FIELDS}`, [
      id,
      chunks,
      devices,
    ]);
    if (!record) throw new Error('A batch was not recorded.');
    await publishBatchEvent(tx, record, { case: 'accepted', value: { devices } }, now);
    return batchView(record, now);
  }
}

const INSERT = `
insert into device_batches (id, by_id, by_name, by_role, reseller_id, customer_id, filter, managed_by, change, created_at, traceparent, state)
values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9::jsonb, $10, $11, 'accepted')`;

async function storeChunks(tx: Tx, batchId: string, { source, sql }: Selected): Promise<{ readonly chunks: number; readonly devices: number }> {
  const asked = new Conditions(sql);
  const stored = await tx.query<{ devices: number }>(
    `insert into device_batch_chunks (batch_id, chunk, device_ids, names)
     select ${asked.bind(batchId)}::uuid, s.n / ${CHUNK}, array_agg(s.id order by s.n), array_agg(s.name order by s.n) from (${source}) s group by s.n / ${CHUNK}
     returning cardinality(device_ids) as devices`,
    asked.params,
  );
  return { chunks: stored.length, devices: stored.reduce((sum, { devices }) => sum + devices, 0) };
}
