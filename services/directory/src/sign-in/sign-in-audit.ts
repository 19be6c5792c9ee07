import { Inject, Injectable } from '@nestjs/common';
import { isId, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { audit, type AuditKind } from '../audit/audit-entry.js';

/** Who signed in, or tried to, and from where. */
export interface SigningIn {
  readonly id: string;
  readonly address: string;
}

/** Who changes a sign-in, its own or another's. */
export interface Changing extends SigningIn {
  readonly name: string;
}

interface SubjectRow {
  readonly kind: 'user' | 'service-key';
  readonly id: string;
  readonly name: string;
  readonly resellerId: string | null;
  readonly customerId: string | null;
}

// A script may ask for a token at every call: its use from one address is told once an hour.
const KEY_USE_TOLD_MS = 3_600_000;

const SUBJECT = `
select 'user' as kind, u.id, u.name, coalesce(u.reseller_id, c.reseller_id) as "resellerId", u.customer_id as "customerId"
  from users u left join customers c on c.id = u.customer_id where u.id = $1
union all
select 'service-key', id, name, reseller_id, customer_id from service_keys where id = $1`;

/** What those above a user or a key read of its sign-ins. Of names nobody has, nothing is told: they may be passwords in the wrong field. */
@Injectable()
export class SignInAudit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  async signedIn({ id, address }: SigningIn, by: readonly string[]): Promise<void> {
    await this.tell({ kind: 'signed-in', id, address, details: { by } });
  }

  async failed({ id, address }: SigningIn, what: string): Promise<void> {
    await this.tell({ kind: 'sign-in-failed', id, address, details: { what } });
  }

  async keyUsed({ id, address }: SigningIn): Promise<void> {
    await this.tell({ kind: 'key-used', id, address, details: {} });
  }

  /** What was done to a user's sign-in by those above it, or by itself. */
  async changed(userId: string, actor: Changing, field: 'password' | 'password-link' | 'second-factor'): Promise<void> {
    const { id, name, address } = actor;
    await this.tell({ kind: 'user-changed', id: userId, address, actor: { id, name }, details: { fields: [field] } });
  }

  private async tell({ kind, id, address, details, actor }: Told): Promise<void> {
    if (!isId(id)) return;
    const at = this.ports.clock();
    await this.database.transaction(SYSTEM, async (tx) => {
      const [subject] = await tx.query<SubjectRow>(SUBJECT, [id]);
      if (!subject || (kind === 'key-used' && (await isTold(tx, id, address, new Date(at.getTime() - KEY_USE_TOLD_MS))))) return;
      const self = kind === 'sign-in-failed' ? null : { id: subject.id, name: subject.name };
      const { resellerId, customerId } = subject;
      await audit(tx, { kind, at, actor: actor ?? self, address, subject, owner: { resellerId, customerId }, details });
    });
  }
}

interface Told extends SigningIn {
  readonly kind: AuditKind;
  readonly details: Readonly<Record<string, unknown>>;
  readonly actor?: { readonly id: string; readonly name: string };
}

async function isTold(tx: Tx, id: string, address: string, since: Date): Promise<boolean> {
  const rows = await tx.query(`select from audit_entries where subject_id = $1 and at > $2 and kind = 'key-used' and address = $3 limit 1`, [
    id,
    since,
    address,
  ]);
  return rows.length > 0;
}
