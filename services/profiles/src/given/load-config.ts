import type { SqlTx } from '@ringfleet/persistence';
import type { LineFacts, PhoneFacts } from '../rendering/context.js';
import { type FileOf, filesOf } from '../rendering/files-of.js';
import type { Phone } from '../sign-in/find-phone.js';
import { Family } from '../versions/family.js';
import { type Laid, lay, type Layer } from '../versions/layers.js';

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

/** A file that a phone asks for. */
export interface PhoneFile {
  readonly phone: Phone;
  readonly name: string;
}

interface ConfigRow extends Readonly<Record<'httpUsername' | 'httpPassword' | 'secret' | 'asciiKey', Bytes>> {
  readonly place: number;
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

// Of the moment at which the phone was let in, or of none. `offset 0` as in find-given.ts.
const DEVICES = `
select asked.place::int as place, d.name, d.description, d.mac, d.model_id as "modelId", d.file_name as "fileName", d.profile_id as "profileId", m.vendor, m.name as model,
  d.total_ports as ports, p.owner_reseller_id as "ownerResellerId",
  s.http_username as "httpUsername", s.http_password as "httpPassword", s.secret, s.ascii_key as "asciiKey", k.sealed as key
from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as asked (device_id, managed_by, customer_id, place)
  cross join lateral (select * from devices where id = asked.device_id and deleted_at is null offset 0) d
  join models m on m.id = d.model_id and m.deleted_at is null join profiles p on p.id = d.profile_id
  cross join lateral (select * from device_secrets where device_id = d.id and sequence = d.secret_version offset 0) s
  cross join lateral (select sealed from provisioning_keys where device_id = d.id offset 0) k
where d.managed_by is not distinct from asked.managed_by and d.customer_id is not distinct from asked.customer_id`;

type LineRow = Config['lines'][number] & { readonly deviceId: string };

const LINES = `
select d.id as "deviceId", l.port, a.id as "accountId", a.number, a.extension, a.display_name as "displayName", a.sip_username as "sipUsername", s.sip_password as "sipPassword"
from unnest($1::uuid[]) as asked (id) cross join lateral (select * from devices where id = asked.id offset 0) d, jsonb_to_recordset(d.lines) as l (port integer, "accountId" uuid)
  cross join lateral (select * from accounts where id = l."accountId" and deleted_at is null and customer_id = d.customer_id offset 0) a
  left join account_secrets s on s.account_id = a.id
order by l.port`;

/** What each of the files is made of, in the order in which they were asked for; undefined where a device has no such file. What phones of one profile share is read once. */
export async function loadConfigs(tx: SqlTx, asked: readonly PhoneFile[]): Promise<(Config | undefined)[]> {
  const ids = asked.map(({ phone }) => phone.id);
  const [found, allLines] = await Promise.all([
    tx.query<ConfigRow>(DEVICES, [ids, asked.map(({ phone }) => phone.managedBy), asked.map(({ phone }) => phone.customerId)]),
    tx.query<LineRow>(LINES, [ids]),
  ]);
  const rows = new Map(found.map((row) => [row.place, row]));
  const profiles = new Map<string, readonly Layer[]>();
  for (const id of new Set(found.map(({ profileId }) => profileId))) profiles.set(id, (await Family.above(tx, id)).layersOf(id));
  const laid = new Map([...profiles].map(([id, layers]) => [id, lay(layers)]));
  const lines = Map.groupBy(allLines, ({ deviceId }) => deviceId);
  return asked.map(({ phone: { id: deviceId }, name }, at) => {
    const row = rows.get(at + 1);
    const file = row && fileNamed(name, row, [...filesOf(profiles.get(row.profileId) ?? [], row.modelId).values()]);
    const params = row && laid.get(row.profileId);
    return file && params && { deviceId, ...partsOf(row), lines: (lines.get(deviceId) ?? []).map(({ deviceId: _, ...line }) => line), laid: params, file };
  });
}

const partsOf = (row: ConfigRow): Pick<Config, 'facts' | 'secrets' | 'key' | 'ownerResellerId'> => ({
  facts: { device: { name: row.name, description: row.description, mac: row.mac }, model: { vendor: row.vendor, name: row.model, ports: row.ports } },
  secrets: { httpUsername: row.httpUsername, httpPassword: row.httpPassword, secret: row.secret, asciiKey: row.asciiKey },
  key: row.key,
  ownerResellerId: row.ownerResellerId,
});

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
/** ATA 191 asks for ATA191.xml. */
const NOT_IN_FILES = /[^\w.-]/g;

const ownOf = ({ fileName }: Named, files: readonly FileOf[]): FileOf | undefined =>
  fileName === null ? undefined : (files.find(({ template }) => ADDRESS.test(template.file)) ?? files[0]);

/** A phone without an address has no file that is named by one. */
function templateName(pattern: string, { mac, model }: Named): string | undefined {
  if (mac === null && ADDRESS.test(pattern)) return undefined;
  const address = (mac ?? '').toLowerCase();
  return pattern
    .replaceAll('{MAC}', address.toUpperCase())
    .replaceAll(/\{mac\}/gi, address)
    .replaceAll(/\{(?:model|psn)\}/gi, model.replaceAll(NOT_IN_FILES, ''));
}
