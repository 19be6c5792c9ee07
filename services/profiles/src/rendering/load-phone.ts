import { notFound, Refused } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import type { LineFacts, PhoneFacts } from './context.js';
import { MASK } from './sample-phones.js';

interface PhoneRow {
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
select d.name, d.description, d.mac, d.model_id as "modelId", m.vendor, m.name as model, d.total_ports as ports,
  coalesce((select jsonb_agg(jsonb_build_object('port', l.port, 'number', a.number, 'extension', a.extension, 'displayName', a.display_name, 'sipUsername', a.sip_username) order by l.port)
    from jsonb_to_recordset(d.lines) as l (port integer, "accountId" uuid) join accounts a on a.id = l."accountId" and a.deleted_at is null), '[]') as lines
from devices d left join models m on m.id = d.model_id
where d.id = $1 and d.deleted_at is null`;

/** What is known of a device that the caller sees, its secrets masked, and of which model it is. Throws `Refused` 404; 409 `not_known_yet`. */
export async function loadMaskedPhone(tx: Tx, deviceId: string): Promise<PhoneFacts & { readonly modelId: string }> {
  const [row] = await tx.query<PhoneRow>(PHONE, [deviceId]);
  if (!row) throw notFound('device');
  const { name, description, mac, modelId, vendor, model, ports, lines } = row;
  if (vendor === null || model === null) throw new Refused(409, 'not_known_yet', 'Its model was made a moment ago: try again.', { retryAfterSeconds: 1 });
  return {
    modelId,
    device: { name, description, mac, httpUsername: MASK, httpPassword: MASK, secret: MASK },
    model: { vendor, name: model, ports },
    lines: lines.map((line) => ({ ...line, sipPassword: MASK })),
    url: `${MASK}/`,
  };
}
