import { notFound, Refused } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import type { LineFacts, PhoneFacts } from './context.js';
import { MASK } from './sample-phones.js';

interface PhoneRow {
  readonly id: string;
  readonly fileName: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly mac: string | null;
  readonly modelId: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly ports: number;
  readonly lines: readonly LineFacts[];
}

const PHONE = `
select d.id, d.file_name as "fileName", d.name, d.description, d.mac, d.model_id as "modelId", m.vendor, m.name as model, d.total_ports as ports,
  coalesce((select jsonb_agg(jsonb_build_object('port', l.port, 'number', a.number, 'extension', a.extension, 'displayName', a.display_name, 'sipUsername', a.sip_username) order by l.port)
    from jsonb_to_recordset(d.lines) as l (port integer, "accountId" uuid) join accounts a on a.id = l."accountId" and a.deleted_at is null and a.customer_id = d.customer_id), '[]') as lines
from devices d left join models m on m.id = d.model_id
where d.id = any($1::uuid[]) and d.deleted_at is null`;

export interface MaskedPhone extends PhoneFacts {
  readonly id: string;
  readonly modelId: string;
  /** By which its phone may ask for its own configuration. */
  readonly fileName: string | null;
}

/** What is known of a device that the caller sees, every secret that it may have masked, and of which model it is. Throws `Refused` 404; 409 `not_known_yet`. */
export async function loadMaskedPhone(tx: Tx, deviceId: string): Promise<MaskedPhone> {
  const [row] = await tx.query<PhoneRow>(PHONE, [[deviceId]]);
  if (!row) throw notFound('device');
  const phone = maskedPhone(row);
  if (!phone) throw new Refused(409, 'not_known_yet', 'Its model was made a moment ago: try again.', { retryAfterSeconds: 1 });
  return phone;
}

/** The same of several, by their ids; those that are not there, or whose model is not known yet, are left out. */
export async function loadMaskedPhones(tx: Tx, deviceIds: readonly string[]): Promise<ReadonlyMap<string, MaskedPhone>> {
  const rows = await tx.query<PhoneRow>(PHONE, [deviceIds]);
  return new Map(rows.flatMap((row) => maskedPhone(row) ?? []).map((phone) => [phone.id, phone]));
}

function maskedPhone({ id, fileName, name, description, mac, modelId, vendor, model, ports, lines }: PhoneRow): MaskedPhone | undefined {
  if (vendor === null || model === null) return undefined;
  return {
    id,
    modelId,
    fileName,
    device: { name, description, mac, httpUsername: MASK, httpPassword: MASK, secret: MASK },
    model: { vendor, name: model, ports },
    lines: lines.map((line) => ({ ...line, sipPassword: MASK })),
    url: `${MASK}/`,
  };
}

interface Had {
  readonly httpUsername: boolean;
  readonly httpPassword: boolean;
  readonly secret: boolean;
  /** Ports of lines that have a password. */
  readonly ports: readonly number[];
}

const HAD = `
select s.http_username is not null as "httpUsername", s.http_password is not null as "httpPassword", s.secret is not null as secret,
  coalesce((select jsonb_agg(l.port) from jsonb_to_recordset(d.lines) as l (port integer, "accountId" uuid) join account_secrets a on a.account_id = l."accountId"
    where a.sip_password is not null), '[]') as ports
from devices d left join device_secrets s on s.device_id = d.id where d.id = $1`;

/** Takes the mask from what the phone has not at all; only the system scope knows that. */
export async function withoutMissing(system: Tx, phone: MaskedPhone): Promise<MaskedPhone> {
  const [had] = await system.query<Had>(HAD, [phone.id]);
  const maskIf = (isThere: boolean | undefined): string | null => (isThere ? MASK : null);
  return {
    ...phone,
    device: { ...phone.device, httpUsername: maskIf(had?.httpUsername), httpPassword: maskIf(had?.httpPassword), secret: maskIf(had?.secret) },
    lines: phone.lines.map((line) => ({ ...line, sipPassword: maskIf(had?.ports.includes(line.port)) })),
  };
}
