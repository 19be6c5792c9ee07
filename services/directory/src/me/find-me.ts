import type { Caller, Role } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import type { ProvisionDevices } from '../customers/customer.js';
import type { Named } from '../records/views.js';

/** Who is calling, for whom, and which sections are there for it. */
export interface MeView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly reseller: Named | null;
  readonly customer: (Named & { readonly provisionDevices: ProvisionDevices }) | null;
  /** Of a customer's user its own (DIR-04), of a customer's key the customer's; null where the role decides. */
  readonly provisionDevices: ProvisionDevices | null;
  /** The accounts that a customer-user is tied to. */
  readonly accountIds: readonly string[];
  readonly sections: {
    /** Devices, imports, exports, batches and reports (DIR-04, DIR-06). */
    readonly devices: boolean;
    readonly lineStatesReport: boolean;
  };
}

interface CustomerRow extends Named {
  readonly provision_devices: ProvisionDevices;
}
interface UserRow {
  /** null of a service key. */
  readonly provision_devices: ProvisionDevices | null;
  readonly account_ids: readonly string[];
}

const OWN = `
select provision_devices, account_ids from users where id::text = $1
union all select null, '{}' from service_keys where id::text = $1 and revoked_at is null`;

export async function meOf(tx: Tx, { id, name, role, scope }: Caller): Promise<MeView> {
  const [reseller] = 'resellerId' in scope ? await tx.query<Named>('select id, name from resellers where id = $1', [scope.resellerId]) : [];
  const [customer] =
    scope.kind === 'customer' ? await tx.query<CustomerRow>('select id, name, provision_devices from customers where id = $1', [scope.customerId]) : [];
  const [user] = await tx.query<UserRow>(OWN, [id]);
  // Whom nobody knows is no key of the customer: it has no permission (DIR-05).
  const provisionDevices = scope.kind === 'customer' ? ((user && (user.provision_devices ?? customer?.provision_devices)) ?? 'none') : null;
  const devices = scope.kind === 'reseller' ? await resellerHasDevices(tx, scope.resellerId) : provisionDevices !== 'none';
  return {
    id,
    name,
    role,
    reseller: reseller ?? null,
    customer: customer ? { id: customer.id, name: customer.name, provisionDevices: customer.provision_devices } : null,
    provisionDevices,
    accountIds: user?.account_ids ?? [],
    sections: { devices, lineStatesReport: devices && (await hasLineStatesReport(tx, scope)) },
  };
}

/** DIR-06: customers there are, and neither they nor their users have any permission. */
async function resellerHasDevices(tx: Tx, resellerId: string): Promise<boolean> {
  const [row] = await tx.query<{ has: boolean }>(
    `select not exists (select from customers where reseller_id = $1)
       or exists (select from customers where reseller_id = $1 and provision_devices <> 'none')
       or exists (select from users where reseller_id = $1 and customer_id is not null and provision_devices <> 'none') as has`,
    [resellerId],
  );
  return row?.has ?? false;
}

/** DIR-08: a switch of the provider, and of each reseller; a customer has that of whom it belongs to. */
async function hasLineStatesReport(tx: Tx, scope: Caller['scope']): Promise<boolean> {
  const resellerId = 'resellerId' in scope ? scope.resellerId : null;
  const [row] = resellerId
    ? await tx.query<{ on: boolean }>('select line_states_report as on from resellers where id = $1', [resellerId])
    : await tx.query<{ on: boolean }>('select line_states_report as on from provider');
  return row?.on ?? false;
}
