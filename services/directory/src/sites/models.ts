import { type Client, createClient } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import { ModelLookupService } from '@ringfleet/contracts';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { unknownReference } from '../records/refer.js';

const ASKED_WITHIN_MS = 5_000;

/** The device models there are; inventory's. */
@Injectable()
export class Models {
  private readonly lookup: Client<typeof ModelLookupService>;

  constructor(@Inject(PORTS) { addresses }: Ports) {
    this.lookup = createClient(ModelLookupService, addresses.transportTo('inventory'));
  }

  /** Throws `Refused` 422 `unknown_model` (DIR-07); a ConnectError while inventory cannot be reached. */
  async requireKnown(ids: readonly string[]): Promise<void> {
    const wanted = new Set(ids.map((id) => id.toLowerCase()));
    if (wanted.size === 0) return;
    const { models } = await this.lookup.findModels({ ids: [...wanted] }, { timeoutMs: ASKED_WITHIN_MS });
    const known = new Set(models.map(({ id }) => id));
    if ([...wanted].some((id) => !known.has(id))) throw unknownReference('approvedModelIds', 'unknown_model');
  }
}
