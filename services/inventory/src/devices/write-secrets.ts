import { create } from '@bufbuild/protobuf';
import { DeviceSecretChangedSchema, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { Statement, Tx } from '@ringfleet/persistence';
import { Sealed } from '@ringfleet/secrets';
import type { Device, DeviceStep } from './device.js';
import { type DeviceSecrets, SECRET_NAMES, type SecretName } from './device-secrets.js';

interface SecretsRow {
  readonly device_id: string;
  readonly secret: Uint8Array | null;
  readonly http_username: Uint8Array | null;
  readonly http_password: Uint8Array | null;
  readonly ascii_key: Uint8Array | null;
}

/** Those of the devices that have any. */
export async function secretsOf(tx: Tx, devices: readonly Pick<Device, 'id' | 'secretVersion'>[]): Promise<ReadonlyMap<string, DeviceSecrets>> {
  const ids = devices.flatMap(({ id, secretVersion }) => (secretVersion > 0 ? [id] : []));
  const rows = ids.length === 0 ? [] : await tx.query<SecretsRow>('select * from device_secrets where device_id = any($1::uuid[])', [ids]);
  const sealed = (bytes: Uint8Array | null): Sealed | null => (bytes === null ? null : Sealed.fromStored(bytes));
  return new Map(
    rows.map((row) => [
      row.device_id,
      {
        secret: sealed(row.secret),
        httpUsername: sealed(row.http_username),
        httpPassword: sealed(row.http_password),
        asciiKey: sealed(row.ascii_key),
      },
    ]),
  );
}

/** Before the devices are deleted. */
export function deleteSecrets(deleted: readonly Device[]): Statement[] {
  const ids = deleted.flatMap(({ id, secretVersion }) => (secretVersion > 0 ? [id] : []));
  return ids.length === 0 ? [] : [{ sql: 'delete from device_secrets where device_id = any($1::uuid[])', params: [ids] }];
}

/** After the devices are written: what the steps leave them with. */
export function writeSecrets(steps: readonly DeviceStep[], isThere: (deviceId: string) => boolean): Statement[] {
  const last = new Map(
    steps.flatMap((step) => (step.kind !== 'deleted' && step.secrets ? [[step.device.id, { ...step, secrets: step.secrets }] as const] : [])),
  );
  const kept = [...last.values()].filter(({ device }) => isThere(device.id));
  if (kept.length === 0) return [];
  const column = (name: SecretName): (Buffer | null)[] => kept.map(({ secrets }) => bytesOf(secrets[name]));
  const sql = `insert into device_secrets (device_id, version, secret, http_username, http_password, ascii_key)
    select * from unnest($1::uuid[], $2::int[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[])
    on conflict (device_id) do update set version = excluded.version, secret = excluded.secret, http_username = excluded.http_username,
      http_password = excluded.http_password, ascii_key = excluded.ascii_key`;
  const versions = kept.map(({ device }) => device.secretVersion);
  return [{ sql, params: [kept.map(({ device }) => device.id), versions, ...SECRET_NAMES.map(column)] }];
}

/** What is said of secrets, for profiles alone: sealed as they are stored; of a removal the last state and the tombstone. */
export function secretRecords(step: DeviceStep): OutgoingRecord[] {
  const { device } = step;
  const { id, secretVersion } = device;
  if (step.kind === 'deleted') {
    if (secretVersion === 0) return [];
    const common = { topic: topics.deviceSecrets, key: id, source: 'inventory', time: step.cause.at };
    const message = create(DeviceSecretChangedSchema, { deviceId: id, secretVersion: secretVersion + 1, deleted: true });
    return [toRecord({ ...common, sequence: secretVersion + 1, message }), toRecord({ ...common, sequence: secretVersion + 2, message: null })];
  }
  if (!step.secrets) return [];
  const { secret, httpUsername, httpPassword, asciiKey } = step.secrets;
  const message = create(DeviceSecretChangedSchema, {
    deviceId: id,
    secretVersion,
    secret: sent(secret),
    httpUsername: sent(httpUsername),
    httpPassword: sent(httpPassword),
    asciiKey: sent(asciiKey),
  });
  return [toRecord({ topic: topics.deviceSecrets, key: id, sequence: secretVersion, source: 'inventory', time: device.cause.at, message })];
}

const bytesOf = (sealed: Sealed | null): Buffer | null => sealed && Buffer.from(sealed.stored());
const sent = (sealed: Sealed | null): Uint8Array<ArrayBuffer> => new Uint8Array(sealed?.stored() ?? []);
