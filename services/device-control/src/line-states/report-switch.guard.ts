import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { callerOf } from '@ringfleet/access';
import { type Caller, namedId, Refused, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Refuses } from '@ringfleet/service-kit';
import { Directory } from '@ringfleet/tenants';

const PROVIDER_ID = namedId('provider');

/** DIR-08: the line-states report is there for whom it was switched on: the provider, or a reseller; a customer has it with whom it belongs to. */
@Injectable()
@Refuses({ 403: ['report_switched_off'] })
export class ReportSwitchGuard implements CanActivate {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const id = switchedBy(callerOf(context));
    // A "no" is directory's to say (design.md §1).
    if ((await this.isOn(id)) || ((await this.directory.askTenants({ ids: [id] })) && (await this.isOn(id)))) return true;
    throw new Refused(
      403,
      'report_switched_off',
      'The line-states report is not switched on for you: the provider does that, for itself and for each reseller.',
    );
  }

  private async isOn(id: string): Promise<boolean> {
    const rows = await this.database.transaction(SYSTEM, (tx) =>
      tx.query('select from tenants where id = $1 and line_states_report and deleted_at is null', [id]),
    );
    return rows.length > 0;
  }
}

const switchedBy = ({ scope }: Caller): string => ('resellerId' in scope && scope.resellerId) || PROVIDER_ID;
