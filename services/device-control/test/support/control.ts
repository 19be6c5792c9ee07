import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  AccountChangedSchema,
  AccountKind,
  DeviceChangedSchema,
  FetchEventSchema,
  ModelChangedSchema,
  TenantChangedSchema,
  topics,
  UserChangedSchema,
} from '@ringfleet/contracts';
import { newId, type Page } from '@ringfleet/kernel';
import { type Kamailio } from '@ringfleet/testing';
import { startTestService, type TestService, type Who } from '@ringfleet/testing/service-harness';
import { setTimeout as pause } from 'node:timers/promises';
import { deviceControl } from '../../src/index.js';
import type { Kind, OperationView } from '../../src/operations/operation.js';
import type { OperationDeviceView } from '../../src/operations/read-operations.js';
import type { StatusView } from '../../src/statuses/get-status.js';

export interface NewDevice {
  readonly mac?: string;
  readonly modelId?: string;
  readonly customerId?: string;
  readonly customerResellerId?: string;
  readonly managedBy?: string;
  readonly shared?: boolean;
  readonly siteId?: string;
  readonly profileId?: string;
  /** Accounts by port. */
  readonly lines?: readonly string[];
}

export interface NewAccount {
  readonly sipUsername: string;
  readonly customerId: string;
  readonly resellerId?: string;
}

export interface Fetched {
  readonly method?: string;
  readonly status?: number;
  readonly at?: Date;
}

export interface Operate {
  readonly waitSeconds?: number;
  readonly as?: Who;
  /** The Idempotency-Key. */
  readonly key?: string;
}

/** device-control with a registrar or without, told what the other services would say. */
export class Control {
  private readonly versions = new Map<string, number>();

  private constructor(readonly service: TestService) {}

  static async start(kamailio: Kamailio | null, settings: Readonly<Record<string, string>> = {}): Promise<Control> {
    return new Control(await startTestService(deviceControl, { settings: { ...kamailio?.environment, ...settings } }));
  }

  async model(fields: { readonly dectMulticell?: boolean; readonly resyncEvent?: string; readonly rebootEvent?: string } = {}): Promise<string> {
    const id = newId();
    const message = create(ModelChangedSchema, { id, vendor: 'Yealink', name: 'SIP-T46S', ports: 16, ...fields });
    await this.service.tell(topics.models, [{ key: id, message }]);
    return id;
  }

  async customer(resellerId = ''): Promise<string> {
    const [id = ''] = await this.customers(1, resellerId);
    return id;
  }

  async customers(count: number, resellerId = ''): Promise<string[]> {
    const ids = Array.from({ length: count }, () => newId());
    const tenant = { case: 'customer' as const, value: { resellerId, provisionDevices: 3 } };
    await this.service.tell(
      topics.tenants,
      ids.map((id) => ({ key: id, message: create(TenantChangedSchema, { id, name: `Customer ${id}`, tenant }) })),
    );
    return ids;
  }

  async account({ sipUsername, customerId, resellerId = '' }: NewAccount): Promise<string> {
    const id = newId();
    const kind = AccountKind.PHONE_TERMINAL;
    const message = create(AccountChangedSchema, { id, customerId, resellerId, number: `+1${sipUsername}`, extension: sipUsername, sipUsername, kind });
    await this.service.tell(topics.accounts, [{ key: id, message }]);
    return id;
  }

  /** What directory says of a user of a reseller. */
  async user({ id, resellerId, deleted }: { readonly id: string; readonly resellerId: string; readonly deleted: boolean }): Promise<void> {
    const message = create(UserChangedSchema, { id, name: `User ${id}`, role: 'reseller-admin', resellerId, deleted });
    await this.service.tell(topics.users, [{ key: id, message }]);
  }

  /** A device, or a later state of one. */
  async device(fields: NewDevice, id = newId(), deleted = false): Promise<string> {
    await this.service.tell(topics.devices, [this.deviceState(fields, id, deleted)]);
    return id;
  }

  /** Many at once; their ids in the same order. */
  async devices(all: readonly NewDevice[]): Promise<readonly string[]> {
    const states = all.map((fields) => this.deviceState(fields, newId(), false));
    await this.service.tell(topics.devices, states);
    return states.map(({ key }) => key);
  }

  private deviceState({ mac = '', lines = [], shared = false, ...fields }: NewDevice, id: string, deleted: boolean) {
    const sequence = (this.versions.get(id) ?? 0) + 1;
    this.versions.set(id, sequence);
    const { customerId = '', customerResellerId = '', managedBy = '', siteId = '', profileId = '', modelId = newId() } = fields;
    const message = create(DeviceChangedSchema, {
      id,
      name: `Device ${id}`,
      modelId,
      macAddress: mac.replaceAll(/(..)(?=.)/g, '$1:'),
      customerId,
      customerResellerId,
      managedBy,
      siteId,
      profileId,
      totalPorts: 2,
      sharedWithResellers: shared,
      lines: lines.map((accountId, port) => ({ port, accountId })),
      change: { at: timestampFromDate(new Date()) },
      deleted,
    });
    return { key: id, message, sequence };
  }

  /** What profiles says of a phone that asked for its configuration. */
  async fetched(deviceId: string, { method = 'GET', status = 200, at = new Date() }: Fetched = {}): Promise<void> {
    const message = create(FetchEventSchema, { id: newId(), deviceId, at: timestampFromDate(at), method, status, file: 'a.cfg' });
    await this.service.tell(topics.fetches, [{ key: deviceId, message }]);
  }

  /** Starts an operation on one device; the caller says what is expected of the answer. */
  async operate(id: string, kind: Kind, { as, key, ...body }: Operate = {}): Promise<{ readonly status: number; readonly body: OperationView }> {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    return this.service.request<OperationView>(`/api/v1/devices/${id}/${kind}`, { method: 'POST', body, headers, ...(as && { as }) });
  }

  /** The operation as soon as it fulfils the condition. */
  async untilOperation(id: string, condition: (view: OperationView) => boolean): Promise<OperationView> {
    for (;;) {
      const { body } = await this.service.request<OperationView>(`/api/v1/operations/${id}`);
      if (condition(body)) return body;
      await pause(20);
    }
  }

  /** Outcome and answer by device, once the operation is over. */
  async outcomes(id: string): Promise<ReadonlyMap<string, readonly [string, number | null]>> {
    await this.untilOperation(id, ({ finishedAt }) => finishedAt !== null);
    return new Map((await this.operationDevices(id)).map(({ deviceId, outcome, code }) => [deviceId, [outcome, code]]));
  }

  /** Every device of an operation. */
  async operationDevices(id: string): Promise<readonly OperationDeviceView[]> {
    const all: OperationDeviceView[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/api/v1/operations/${id}/devices?limit=200${cursor && `&cursor=${cursor}`}`;
      const page: Page<OperationDeviceView> = (await this.service.request<Page<OperationDeviceView>>(path)).body;
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  }

  status(id: string, as?: Who): Promise<{ readonly status: number; readonly body: StatusView }> {
    return this.service.request<StatusView>(`/api/v1/devices/${id}/status`, as && { as });
  }

  /** The status as soon as it fulfils the condition; the test's own time limit ends it. */
  async until(id: string, condition: (view: StatusView) => boolean, as?: Who): Promise<StatusView> {
    for (;;) {
      const { body } = await this.status(id, as);
      if (condition(body)) return body;
      await pause(20);
    }
  }

  stop(): Promise<void> {
    return this.service.stop();
  }
}
