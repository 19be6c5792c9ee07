// What inventory and directory would say of phones, and what is then known of them.
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  AccountChangedSchema,
  AccountKind,
  type DeviceChanged,
  DeviceChangedSchema,
  DeviceSecretChangedSchema,
  LifecycleState,
  Permission,
  TenantChangedSchema,
  topics,
  UserChangedSchema,
} from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { profiles } from '@ringfleet/profiles';
import { Sealed } from '@ringfleet/secrets';
import { startTestService, type TestAnswer, type TestService, type TestServiceOptions, type Who } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';
import type { AddressView } from '../../src/provisioning/device-address.js';

const START = Date.parse('2026-11-20T08:00:00.000Z');
const MINUTE_MS = 60_000;

export interface NewPhone {
  readonly name?: string;
  readonly description?: string;
  readonly mac?: string;
  readonly modelId?: string;
  readonly profileId?: string;
  readonly managedBy?: string;
  readonly customerId?: string;
  readonly customerResellerId?: string;
  readonly shared?: boolean;
  readonly fileName?: string;
  readonly acceptData?: boolean;
  readonly retired?: boolean;
  /** Accounts by port; null: none. */
  readonly lines?: readonly (string | null)[];
  readonly ports?: number;
}

export interface NewAccount {
  readonly customerId: string;
  readonly number: string;
  readonly extension?: string;
  readonly displayName?: string;
}

export interface PhoneSecrets {
  readonly httpUsername?: string;
  /** undefined: there is none any more. */
  readonly httpPassword?: string | undefined;
  readonly asciiKey?: string;
  readonly secret?: string;
}

interface Kept {
  sequence: number;
  secretVersion: number;
  phone: NewPhone;
  /** What was not changed stays sealed as it was, as inventory has it. */
  sealed: Partial<Record<keyof PhoneSecrets, Uint8Array<ArrayBuffer>>>;
}

/** profiles, and a clock that stands until it is turned. */
export class Phones {
  private readonly kept = new Map<string, Kept>();

  private constructor(
    readonly service: TestService,
    private readonly time: { now: number },
  ) {}

  static async start(options: TestServiceOptions = {}): Promise<Phones> {
    const time = { now: START };
    return new Phones(await startTestService(profiles, { ...options, clock: () => new Date(time.now) }), time);
  }

  pass(minutes: number): void {
    this.time.now += minutes * MINUTE_MS;
  }

  async customer(resellerId = ''): Promise<string> {
    const id = newId();
    const tenant = { case: 'customer' as const, value: { resellerId, provisionDevices: Permission.MODIFY } };
    await this.service.tell(topics.tenants, [{ key: id, message: create(TenantChangedSchema, { id, name: `Customer ${id}`, tenant }) }]);
    return id;
  }

  async customerAdmin(customerId: string, resellerId: string): Promise<Who> {
    const id = newId();
    const message = create(UserChangedSchema, { id, name: `User ${id}`, role: 'customer-admin', customerId, resellerId, provisionDevices: Permission.MODIFY });
    await this.service.tell(topics.users, [{ key: id, message }]);
    return { id, role: 'customer-admin', customerId, resellerId };
  }

  async account(account: NewAccount): Promise<string> {
    const id = newId();
    const message = create(AccountChangedSchema, { id, sipUsername: `u${account.number}`, kind: AccountKind.PHONE_TERMINAL, ...account });
    await this.service.tell(topics.accounts, [{ key: id, message }]);
    return id;
  }

  /** A device without secrets. */
  async device(phone: NewPhone = {}): Promise<string> {
    const id = newId();
    this.kept.set(id, { sequence: 0, secretVersion: 0, phone: {}, sealed: {} });
    await this.change(id, phone);
    return id;
  }

  /** What inventory does in one transaction: the device, and its secrets where they change. */
  async change(id: string, phone: NewPhone, secrets?: PhoneSecrets): Promise<void> {
    await this.changeDevice(id, phone, secrets !== undefined);
    if (secrets) await this.changeSecrets(id, secrets);
  }

  async changeDevice(id: string, phone: NewPhone, withSecrets = false): Promise<void> {
    const kept = this.of(id);
    kept.sequence += 1;
    kept.secretVersion += withSecrets ? 1 : 0;
    kept.phone = { ...kept.phone, ...phone };
    this.pass(1);
    await this.service.tell(topics.devices, [{ key: id, sequence: kept.sequence, message: this.messageOf(id, kept) }]);
  }

  /** At the moment of the last change of the device. */
  async changeSecrets(id: string, secrets: PhoneSecrets): Promise<void> {
    await this.service.tell(topics.deviceSecrets, [this.saidOf(id, secrets)]);
  }

  /** Two changes of secrets that are heard together. */
  async changeTwice(id: string, first: PhoneSecrets, second: PhoneSecrets): Promise<void> {
    await this.changeDevice(id, {}, true);
    const said = [this.saidOf(id, first)];
    await this.changeDevice(id, {}, true);
    await this.service.tell(topics.deviceSecrets, [...said, this.saidOf(id, second)]);
  }

  private saidOf(id: string, secrets: PhoneSecrets) {
    const kept = this.of(id);
    kept.sealed = { ...kept.sealed };
    for (const [name, text] of Object.entries(secrets) as [keyof PhoneSecrets, string | undefined][])
      kept.sealed[name] = new Uint8Array(text === undefined ? [] : Sealed.seal(this.service.ports.sealer, text, `device:${id}:${name}`).stored());
    const message = create(DeviceSecretChangedSchema, { deviceId: id, secretVersion: kept.secretVersion, ...kept.sealed });
    return { key: id, sequence: kept.secretVersion, message, headers: { ce_time: new Date(this.time.now).toISOString() } };
  }

  async remove(id: string): Promise<void> {
    const kept = this.of(id);
    const message = this.messageOf(id, kept);
    message.deleted = true;
    await this.service.tell(topics.devices, [
      { key: id, sequence: kept.sequence + 1, message },
      { key: id, sequence: kept.sequence + 2, message: null },
    ]);
  }

  /** As the device is now. */
  phoneOf(id: string): NewPhone {
    return this.of(id).phone;
  }

  private of(id: string): Kept {
    const kept = this.kept.get(id);
    if (!kept) throw new Error(`There is no device ${id}.`);
    return kept;
  }

  private messageOf(id: string, { phone, secretVersion }: Kept): DeviceChanged {
    return create(DeviceChangedSchema, {
      id,
      name: phone.name ?? `Device ${id}`,
      description: phone.description ?? '',
      modelId: phone.modelId ?? newId(),
      macAddress: (phone.mac ?? '').replaceAll(/(..)(?=.)/g, '$1:'),
      profileId: phone.profileId ?? '',
      managedBy: phone.managedBy ?? '',
      customerId: phone.customerId ?? '',
      customerResellerId: phone.customerResellerId ?? '',
      sharedWithResellers: phone.shared ?? false,
      fileName: phone.fileName ?? '',
      acceptDataFromPhone: phone.acceptData ?? false,
      state: phone.retired ? LifecycleState.RETIRED : LifecycleState.ASSIGNED,
      lines: (phone.lines ?? []).flatMap((accountId, port) => (accountId === null ? [] : [{ port, accountId }])),
      totalPorts: phone.ports ?? 2,
      secretVersion,
      change: { at: timestampFromDate(new Date(this.time.now)) },
    });
  }

  address(id: string, as?: Who): Promise<TestAnswer<AddressView>> {
    return this.service.request<AddressView>(`/api/v1/devices/${id}/provisioning`, as ? { as } : {});
  }

  addresses(deviceIds: readonly string[], as?: Who): Promise<TestAnswer<{ readonly items: readonly AddressView[] }>> {
    return this.service.request<{ readonly items: readonly AddressView[] }>('/api/v1/device-addresses', {
      method: 'POST',
      body: { deviceIds },
      ...(as && { as }),
    });
  }

  rotate(id: string, body: object = {}, as?: Who): Promise<TestAnswer<AddressView>> {
    return this.service.request<AddressView>(`/api/v1/devices/${id}/provisioning/rotate`, { method: 'POST', body, ...(as && { as }) });
  }

  /** The key in the address of a device. */
  async keyOf(id: string): Promise<string> {
    const { body } = await this.address(id);
    return /\/p\/(\w+)\/$/.exec(body.urls[0] ?? '')?.[1] ?? '';
  }

  async rows<Row extends object>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.service.database.ownerUrl });
    await client.connect();
    try {
      return (await client.query<Row>(sql, [...params])).rows;
    } finally {
      await client.end();
    }
  }

  stop(): Promise<void> {
    return this.service.stop();
  }
}
