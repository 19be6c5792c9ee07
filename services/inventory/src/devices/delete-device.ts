import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { requireIfMatch } from '@ringfleet/service-kit';
import { decideRow } from '../imports/decide-row.js';
import { loadWorkingSet } from '../imports/load-working-set.js';
import { placementOf } from '../imports/placement.js';
import { refusalOf } from './refusals.js';
import { loadRequestReferences, referencesById } from './request-references.js';
import { rowToRemove } from './request-row.js';
import { findDevice, refuseAll, type Wanted, WriteRequest } from './write-request.js';

/** Removes a device as a row of an import does (INV-09). */
@Injectable()
export class DeleteDevice {
  constructor(@Inject(WriteRequest) private readonly write: WriteRequest) {}

  /** Throws `Refused` 404, 412, 428, and the reasons against it. */
  execute(caller: Caller, { id, ifMatch }: Wanted): Promise<void> {
    return this.write.execute<void>(caller, async (tx, { cause, vault }) => {
      const before = await findDevice(tx, id);
      requireIfMatch(ifMatch, before.version);
      const row = rowToRemove(before.name);
      const refs = referencesById(await loadRequestReferences(tx, caller, {}, before));
      const set = await loadWorkingSet(tx, caller, [row]);
      const decision = decideRow(row, {
        refs,
        set,
        placements: () => placementOf(row, refs, caller),
        importId: '',
        uploader: caller,
        cause: () => cause,
        vault,
      });
      if (decision.outcome === 'rejected') return refuseAll(decision.reasons.map(refusalOf), { tenants: [], profiles: [] });
      const answer = (): Promise<void> => Promise.resolve();
      return { steps: decision.outcome === 'removed' ? [{ kind: 'deleted', device: before, cause }] : [], answer };
    });
  }
}
