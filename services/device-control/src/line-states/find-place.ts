import { Inject, Injectable } from '@nestjs/common';
import { type Caller, notFound, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Directory } from '@ringfleet/tenants';

/** A customer, or one of its sites. */
export interface Place {
  readonly customerId: string;
  readonly siteId: string | null;
  readonly name: string;
}

export interface AskedPlace {
  readonly customer?: string | undefined;
  readonly site?: string | undefined;
}

interface TenantRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly customerId: string | null;
}

const TENANTS = `select id, kind, name, customer_id as "customerId" from tenants where id = any($1::uuid[]) and kind in ('customer', 'site') and deleted_at is null`;

/** Which devices are asked for: those of a customer, its sites and what is at none, or those of one site. */
@Injectable()
export class FindPlace {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  /** Throws `Refused` 400 `bad_filter` where none is named, 404. */
  async execute({ scope }: Caller, asked: AskedPlace): Promise<Place> {
    const customer = asked.customer ?? (scope.kind === 'customer' ? scope.customerId : undefined);
    const ids = [asked.site, customer].flatMap((id) => id?.toLowerCase() ?? []);
    if (ids.length === 0) throw nowhere();
    for (const id of ids) await this.directory.askTenantIfUnknown(id);
    const found = await this.database.transaction(scope, (tx) => tx.query<TenantRow>(TENANTS, [ids]));
    const site = found.find(({ id, kind }) => kind === 'site' && id === asked.site?.toLowerCase());
    const owner = found.find(({ id, kind }) => kind === 'customer' && id === customer?.toLowerCase());
    if (customer !== undefined && !owner) throw notFound('customer');
    if (asked.site === undefined) return { customerId: owner?.id ?? '', siteId: null, name: owner?.name ?? '' };
    if (!site?.customerId || (owner && owner.id !== site.customerId)) throw notFound('site');
    return { customerId: site.customerId, siteId: site.id, name: site.name };
  }
}

function nowhere(): Refused {
  const message = 'Name a customer, for all of its sites, or one site.';
  return new Refused(400, 'bad_filter', message, { errors: [{ code: 'bad_filter', field: 'customer', message }] });
}
