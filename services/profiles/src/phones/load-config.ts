import type { Tx } from '@ringfleet/persistence';
import type { LineFacts, PhoneFacts } from '../rendering/context.js';
import { type FileOf, filesOf } from '../rendering/files-of.js';
import { Family } from '../versions/family.js';
import { type Laid, lay } from '../versions/layers.js';
import type { Phone } from './find-phone.js';

type Bytes = Uint8Array | null;

/** All that the configuration of a phone is made of; secrets are sealed yet. */
export interface Config {
  readonly deviceId: string;
  readonly facts: Omit<PhoneFacts, 'lines' | 'url' | 'device'> & { readonly device: Pick<PhoneFacts['device'], 'name' | 'description' | 'mac'> };
  readonly lines: readonly (Omit<LineFacts, 'sipPassword'> & { readonly accountId: string; readonly sipPassword: Bytes })[];
  readonly secrets: { readonly httpUsername: Bytes; readonly httpPassword: Bytes; readonly secret: Bytes; readonly asciiKey: Bytes };
  /** Of its address as it is now, whichever it came by: so it hears of a new one. */
  readonly key: Uint8Array;
  readonly laid: Laid;
  readonly file: FileOf;
  /** Whose profile it is: null is the provider. */
  readonly ownerResellerId: string | null;
}

interface ConfigRow extends Readonly<Record<'httpUsername' | 'httpPassword' | 'secret' | 'asciiKey', Bytes>> {
  readonly name: string;
  readonly description: string | null;
  readonly mac: string | null;
  readonly modelId: string;
  readonly fileName: string | null;
  readonly profileId: string;
  readonly vendor: string;
  readonly model: string;
  readonly ports: number;
  readonly ownerResellerId: string | null;
  readonly key: Uint8Array;
}

// Of the moment at which the phone was let in, or of none.
const DEVICE = `
select d.name, d.description, d.mac, d.model_id as "modelId", d.file_name as "fileName", d.profile_id as "profileId", m.vendor, m.name as model,
  d.total_ports as ports, p.owner_reseller_id as "ownerResellerId",
  s.http_username as "httpUsername", s.http_password as "httpPassword", s.secret, s.ascii_key as "asciiKey", k.sealed as key
from devices d join models m on m.id = d.model_id join profiles p on p.id = d.profile_id join device_secrets s on s.device_id = d.id
  join provisioning_keys k on k.device_id = d.id
where d.id = $1 and d.deleted_at is null and m.deleted_at is null and s.sequence = d.secret_version
  and d.managed_by is not distinct from $2 and d.customer_id is not distinct from $3`;

// `offset 0`: PostgreSQL takes a JSON array for a hundred lines, and would read all accounts.
const LINES = `
select l.port, a.id as "accountId", a.number, a.extension, a.display_name as "displayName", a.sip_username as "sipUsername", s.sip_password as "sipPassword"
from devices d, jsonb_to_recordset(d.lines) as l (port integer, "accountId" uuid)
  cross join lateral (select * from accounts where id = l."accountId" and deleted_at is null and customer_id = d.customer_id offset 0) a
  left join account_secrets s on s.account_id = a.id
where d.id = $1 order by l.port`;

/** What the file of that name is made of; undefined where the device has no such file. */
export async function loadConfig(tx: Tx, { id: deviceId, managedBy, customerId }: Phone, name: string): Promise<Config | undefined> {
  const [row] = await tx.query<ConfigRow>(DEVICE, [deviceId, managedBy, customerId]);
  if (!row) return undefined;
  const layers = (await Family.of(tx, row.profileId)).layersOf(row.profileId);
  const file = fileNamed(name, row, [...filesOf(layers, row.modelId).values()]);
  if (!file) return undefined;
  const { httpUsername, httpPassword, secret, asciiKey, description, mac, vendor, model, ports } = row;
  return {
    deviceId,
    facts: { device: { name: row.name, description, mac }, model: { vendor, name: model, ports } },
    lines: await tx.query<Config['lines'][number]>(LINES, [deviceId]),
    secrets: { httpUsername, httpPassword, secret, asciiKey },
    key: row.key,
    laid: lay(layers),
    file,
    ownerResellerId: row.ownerResellerId,
  };
}

export type Named = Pick<ConfigRow, 'mac' | 'model' | 'fileName'>;

/** By the name that its template comes to for this phone, or by the one that the device has for its own configuration. HTTP tells no upper case from lower. */
export function fileNamed(name: string, device: Named, files: readonly FileOf[]): FileOf | undefined {
  const asked = name.toLowerCase();
  const own = ownOf(device, files);
  return own && device.fileName?.toLowerCase() === asked ? own : files.find(({ template }) => templateName(template.file, device)?.toLowerCase() === asked);
}

/** What the phone asks for to get the file: the name that the device has for its own configuration, or 001565abc000.cfg for {mac}.cfg; null where a phone without an address has none. */
export const nameFor = (file: FileOf, device: Named, files: readonly FileOf[]): string | null =>
  (file === ownOf(device, files) ? device.fileName : null) ?? templateName(file.template.file, device) ?? null;

const ADDRESS = /\{mac\}/i;

const ownOf = ({ fileName }: Named, files: readonly FileOf[]): FileOf | undefined =>
  fileName === null ? undefined : (files.find(({ template }) => ADDRESS.test(template.file)) ?? files[0]);

/** A phone without an address has no file that is named by one. */
function templateName(pattern: string, { mac, model }: Named): string | undefined {
  if (mac === null && ADDRESS.test(pattern)) return undefined;
  const address = (mac ?? '').toLowerCase();
  return pattern
    .replaceAll('{MAC}', address.toUpperCase())
    .replaceAll(/\{mac\}/gi, address)
    .replaceAll(/\{(model|psn)\}/gi, () => model);
}
