import { Inject, Injectable } from '@nestjs/common';
import { type Caller, namedId } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { found, TO_CHANGE, type Wanted } from '../records/found.js';
import { save } from '../records/save.js';
import { historyOf, type HistoryRow, type HistoryView } from '../records/views.js';
import { providerChanged } from './provider.events.js';
import { Provider, type ProviderChanges } from './provider.js';

const PROVIDER_ID = namedId('provider');

export interface ProviderView extends HistoryView {
  readonly id: string;
  readonly name: string;
  /** Whether it has the line-states report (DIR-08). */
  readonly lineStatesReport: boolean;
}

interface ProviderRow extends HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly line_states_report: boolean;
}

export async function providerOf(tx: Tx): Promise<ProviderView> {
  const [row] = await tx.query<ProviderRow>('select * from provider where id = $1', [PROVIDER_ID]);
  if (!row) throw new Error('The provider is made by the migrations, and is gone.');
  return { id: row.id, name: row.name, lineStatesReport: row.line_states_report, ...historyOf(row) };
}

@Injectable()
export class ChangeProvider {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(caller: Caller, { ifMatch }: Pick<Wanted, 'ifMatch'>, changes: ProviderChanges): Promise<ProviderView> {
    const at = this.ports.clock();
    return this.database.transaction(caller.scope, async (tx) => {
      const provider = found(await tx.em.findOne(Provider, { id: PROVIDER_ID }, TO_CHANGE), 'provider', { ifMatch });
      const fields = provider.change(changes, at);
      if (fields.length > 0) await save(tx, provider, providerChanged(provider, fields, { by: caller, at }));
      return providerOf(tx);
    });
  }
}
