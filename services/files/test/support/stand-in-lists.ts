// Stands in for inventory where files asks it: answers DeviceListService as the contract says.
import { create } from '@bufbuild/protobuf';
import type { ConnectRouter } from '@connectrpc/connect';
import {
  type DeviceBatch,
  DeviceBatchSchema,
  DeviceListService,
  type DeviceSelection,
  Lifecycle,
  type Refusal,
  RefusalSchema,
  type StreamDevicesResponse,
  StreamDevicesResponseSchema,
} from '@ringfleet/contracts';

const BATCH = 100;

/** A custom field of the provider, and one of North's. */
export const FLOOR = '019aa5a0-0000-7000-8000-0000000000f1';
export const RACK = '019aa5a0-0000-7000-8000-0000000000f2';

/** Devices `phone-0` … by hundreds; North's every third is on a line. */
export class StandInLists {
  devices = 250;
  refusal: Refusal | undefined;
  /** What was asked of each stream, and whether it was broken off. */
  readonly streams: { readonly selection: DeviceSelection | undefined; isAborted: boolean }[] = [];
  private held: Promise<void> | undefined;
  private letGo: () => void = () => undefined;
  private heard: () => void = () => undefined;

  /** Streams wait after their first hundred devices. Resolves, once one does, by `waiting`. */
  hold(): { readonly waiting: Promise<void> } {
    this.held = new Promise((resolve) => (this.letGo = resolve));
    return { waiting: new Promise((resolve) => (this.heard = resolve)) };
  }

  release(): void {
    this.letGo();
    this.held = undefined;
  }

  readonly routes = (router: ConnectRouter): void => {
    const refusable = () => Promise.resolve(this.refusal ? { refusal: this.refusal } : {});
    router.service(DeviceListService, {
      checkDeviceList: refusable,
      findCustomFields: () => ({
        fields: [
          { id: FLOOR, headers: ['Floor', 'Administrator only / Floor'], choices: ['Ground', 'First'], isOwn: true },
          { id: RACK, headers: ['North Telecom / Site'], choices: [], isOwn: false },
        ],
      }),
      findSupported: () => ({ models: ['Cisco 6821', 'Yealink SIP-T54W', 'Snom D785'], sites: ['Head office', 'Refinery'] }),
      streamDevices: ({ selection, customFields }, { signal }) => this.stream(selection, customFields, signal),
    });
  };

  private async *stream(selection: DeviceSelection | undefined, fields: readonly string[], signal: AbortSignal): AsyncGenerator<StreamDevicesResponse> {
    const stream = { selection, isAborted: false };
    this.streams.push(stream);
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        stream.isAborted = true;
        resolve();
      });
    });
    if (this.refusal) {
      yield create(StreamDevicesResponseSchema, { part: { case: 'refusal', value: this.refusal } });
      return;
    }
    yield create(StreamDevicesResponseSchema, { part: { case: 'start', value: { total: BigInt(this.devices), exact: true } } });
    for (let from = 0; from < this.devices; from += BATCH) {
      yield create(StreamDevicesResponseSchema, { part: { case: 'batch', value: batchOf(from, Math.min(this.devices, from + BATCH), fields) } });
      if (!this.held) continue;
      this.heard();
      await Promise.race([this.held, aborted]);
    }
  }
}

export const refusalOf = (status: number, code: string): Refusal => create(RefusalSchema, { status, code, message: 'No.' });

function batchOf(from: number, to: number, fields: readonly string[]): DeviceBatch {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const each = <T>(value: (n: number) => T): T[] => numbers.map(value);
  return create(DeviceBatchSchema, {
    labels: ['', 'Cisco 6821', 'North Telecom', 'Alpine Dental'],
    names: each((n) => (n === 7 ? '=phone-7' : `phone-${n}`)),
    descriptions: each((n) => (n === 7 ? 'two\nlines, "quoted"' : '')),
    macAddresses: each((n) => `00:00:00:00:00:${String(n % 100).padStart(2, '0')}`),
    inventoryIds: each(() => ''),
    extensions: each((n) => (n % 3 === 0 ? '100, 101' : '')),
    models: each(() => 1),
    managers: each((n) => (n % 2 === 0 ? 0 : 2)),
    customers: each((n) => (n % 2 === 0 ? 0 : 3)),
    sites: each(() => 0),
    profiles: each(() => 0),
    shared: each((n) => n % 2 === 0),
    customerOwned: each(() => false),
    totalPorts: each(() => 2),
    freePorts: each((n) => (n % 3 === 0 ? 0 : 2)),
    lifecycles: each((n) => (n % 3 === 0 ? Lifecycle.IN_SERVICE : Lifecycle.IN_STOCK)),
    fileNames: each(() => ''),
    acceptData: each(() => false),
    virtual: each(() => false),
    custom: fields.map((id) => ({ cells: each((n) => (id === FLOOR && n % 2 === 0 ? 'Ground' : '')) })),
    createdAtMs: each(() => Date.UTC(2026, 10, 21, 17, 49, 36)),
    changedAtMs: each(() => Date.UTC(2026, 10, 21, 18, 0, 0)),
  });
}
