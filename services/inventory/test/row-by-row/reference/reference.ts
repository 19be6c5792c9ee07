import { newId } from '@ringfleet/kernel';
import { equalsDevice } from './equals-device.js';
import { judgeAdd, type NewDevice } from './judge-add.js';
import { judgeRemove } from './judge-remove.js';
import { type CustomValues, type DeviceRow, Records, seesDevice } from './records.js';
import { type FileRow, type Outcome, Row, type Upload } from './row.js';
import { key, readAction, shownMac } from './words.js';

/** An event of a device: its state after the change; null is the tombstone. */
export interface SaidEvent {
  readonly deviceId: string;
  readonly sequence: number;
  readonly state: Readonly<Record<string, unknown>> | null;
}

/** "Row by row" (IMP-05) as slow and as plain as can be: each row is judged and applied in a transaction of its own. */
export class Reference {
  readonly said: SaidEvent[] = [];

  /** @param cannotWrite rows for which something nobody foresaw fails (IMP-07: could_not_apply) */
  constructor(
    private readonly records: Records,
    private readonly cannotWrite: (device: NewDevice) => boolean,
  ) {}

  async apply(upload: Upload, written: FileRow): Promise<Outcome> {
    const { sql } = this.records;
    const row = new Row(upload, written, this.records);
    await sql.query('begin');
    const unchanged = await this.judgeAndWrite(row);
    await sql.query('commit');
    if (row.reasons.length > 0) return { outcome: 'rejected', reasons: row.reasons };
    return { outcome: unchanged ? 'unchanged' : 'applied' };
  }

  /** Returns whether the row left all as it was because it says what is so. */
  private async judgeAndWrite(row: Row): Promise<boolean> {
    const action = readAction(row.cell('Action'));
    if (action === 'remove') {
      const device = await judgeRemove(row);
      if (device) await this.remove(row, device);
    } else if (action === 'add') {
      const there = await this.records.device(row.cell('Name'));
      if (there && seesDevice(row.uploader, there) && (await equalsDevice(row, there))) return true;
      const device = await judgeAdd(row);
      if (device && this.cannotWrite(device)) row.reject('Name', 'could_not_apply');
      else if (device) await this.add(row, device);
    } else row.reject('Action', row.isEmpty('Action') ? 'missing_value' : 'bad_action'); // all else rests on the action
    return false;
  }

  private async add(row: Row, device: NewDevice): Promise<void> {
    const now = new Date();
    const added: DeviceRow = {
      id: newId(),
      name: device.name,
      name_key: key(device.name),
      description: device.description,
      model_id: device.model.id,
      mac: device.mac,
      managed_by: device.manager,
      shared: device.shared,
      customer_id: device.customer?.id ?? null,
      customer_reseller_id: device.customer?.reseller_id ?? null,
      site_id: device.site?.id ?? null,
      profile_id: device.profile?.id ?? null,
      inventory_id: device.inventoryId,
      customer_owned: device.customerOwned,
      total_ports: device.model.ports,
      used_ports: 0,
      retired: false,
      file_name: device.provisioning.fileName,
      accept_data: device.provisioning.acceptData,
      virtual: device.provisioning.virtual ?? false,
      secret_version: Object.keys(device.provisioning.secrets).length > 0 ? 1 : 0,
      version: 1,
      created_at: now,
      since: now,
      by_id: row.uploader.id,
      by_name: row.uploader.name,
      source: 'import',
      import_id: row.upload.importId,
      import_row: row.written.row,
      custom: orNull(device.custom.ofProvider),
      custom_of_reseller: orNull(device.custom.ofReseller),
      // INV-10: what search looks through.
      search: [key(device.name), device.mac?.toLowerCase() ?? '', key(device.inventoryId ?? ''), key(device.description ?? '').replaceAll('\n', ' ')].join(
        '\n',
      ),
    };
    const columns = Object.keys(added);
    await this.records.sql.query(
      `insert into devices (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(added),
    );
    await this.keepValues(added);
    if (added.secret_version > 0) {
      const secrets = Object.entries({ device_id: added.id, version: 1, ...device.provisioning.secrets });
      const sql = `insert into device_secrets (${secrets.map(([name]) => name).join(', ')}) values (${secrets.map((_, at) => `$${at + 1}`).join(', ')})`;
      await this.records.sql.query(
        sql,
        secrets.map(([name, value]) => (name === 'device_id' || name === 'version' ? value : Buffer.from(String(value)))),
      );
    }
    this.said.push({ deviceId: added.id, sequence: 1, state: await this.stateOf(row, added, 'created') });
  }

  /** INV-10: by what the list is filtered and sorted. */
  private async keepValues({ id, custom, custom_of_reseller }: DeviceRow): Promise<void> {
    for (const [field, value] of Object.entries({ ...custom, ...custom_of_reseller })) {
      const kept = typeof value === 'number' ? ['', value, null] : [value, 0, key(value)];
      await this.records.sql.query('insert into custom_values (field_id, device_id, value, number, search) values ($1, $2, $3, $4, $5)', [field, id, ...kept]);
    }
  }

  /** INV-14, EVT-01: the version moves to the history; a last state marked deleted, then a tombstone. */
  private async remove(row: Row, device: DeviceRow): Promise<void> {
    await this.records.sql.query(
      `insert into device_versions (device_id, name, name_key, description, model_id, mac, managed_by, shared, customer_id, customer_reseller_id, site_id, profile_id, inventory_id,
         customer_owned, total_ports, used_ports, retired, extensions, search, custom, custom_of_reseller, file_name, accept_data, virtual, secret_version, version, created_at, since, by_id, by_name, source, import_id, import_row,
         ended_at, removed_by_id, removed_by_name, removed_source, removed_import_id, removed_import_row)
       select id, name, name_key, description, model_id, mac, managed_by, shared, customer_id, customer_reseller_id, site_id, profile_id, inventory_id,
         customer_owned, total_ports, used_ports, retired, extensions, search, custom, custom_of_reseller, file_name, accept_data, virtual, secret_version, version, created_at, since, by_id, by_name, source, import_id, import_row,
         now(), $2, $3, 'import', $4, $5 from devices where id = $1`,
      [device.id, row.uploader.id, row.uploader.name, row.upload.importId, row.written.row],
    );
    await this.records.sql.query('delete from custom_values where device_id = $1', [device.id]);
    await this.records.sql.query('delete from device_secrets where device_id = $1', [device.id]);
    await this.records.sql.query('delete from devices where id = $1', [device.id]);
    this.said.push({ deviceId: device.id, sequence: device.version + 1, state: await this.stateOf(row, device, 'deleted') });
    this.said.push({ deviceId: device.id, sequence: device.version + 2, state: null });
  }

  private async stateOf(row: Row, device: DeviceRow, kind: 'created' | 'deleted'): Promise<Record<string, unknown>> {
    const model = await this.records.modelOf(device);
    const values = { ...device.custom, ...device.custom_of_reseller };
    const set = {
      name: device.name,
      description: device.description,
      model: device.model_id,
      macAddress: device.mac,
      managedBy: device.managed_by,
      sharedWithResellers: device.shared,
      assignedTo: device.customer_id,
      site: device.site_id,
      profile: device.profile_id,
      inventoryId: device.inventory_id,
      customerOwned: device.customer_owned,
      fileName: device.file_name,
      acceptDataFromPhone: device.accept_data,
      virtual: device.virtual,
    };
    return {
      name: device.name,
      description: device.description ?? '',
      modelId: device.model_id,
      modelName: `${model.vendor} ${model.name}`,
      macAddress: device.mac === null ? '' : shownMac(device.mac),
      managedBy: device.managed_by ?? '',
      sharedWithResellers: device.shared,
      customerId: device.customer_id ?? '',
      customerResellerId: device.customer_reseller_id ?? '',
      siteId: device.site_id ?? '',
      profileId: device.profile_id ?? '',
      inventoryId: device.inventory_id ?? '',
      customerOwned: device.customer_owned,
      fileName: device.file_name ?? '',
      acceptDataFromPhone: device.accept_data,
      virtual: device.virtual,
      secretVersion: device.secret_version,
      totalPorts: device.total_ports,
      freePorts: device.total_ports - device.used_ports,
      state: lifecycle(device),
      deleted: kind === 'deleted',
      kind,
      by: [row.uploader.id, row.uploader.name],
      from: [row.upload.importId, row.written.row],
      lines: [], // no account sits on what a row adds or removes
      customValues: Object.entries(values)
        .map(([fieldId, value]) => `${fieldId} ${value}`)
        .toSorted(),
      fields:
        kind === 'created'
          ? Object.entries(set)
              .filter(([, value]) => value !== null && value !== false)
              .map(([field]) => field)
              .concat(Object.keys(values).map((id) => `custom.${id}`))
              .toSorted()
          : [],
      resellerHeader: device.managed_by ?? device.customer_reseller_id,
      customerHeader: device.customer_id,
    };
  }
}

const orNull = (values: CustomValues): CustomValues | null => (Object.keys(values).length === 0 ? null : values);

/** INV-17. */
function lifecycle(device: DeviceRow): string {
  if (device.retired) return 'RETIRED';
  if (device.used_ports > 0) return 'IN_SERVICE';
  return device.customer_id === null ? 'IN_STOCK' : 'ASSIGNED';
}
