// Stands in for inventory where files asks it: answers DeviceListService as the contract says.
import { create } from '@bufbuild/protobuf';
import type { ConnectRouter } from '@connectrpc/connect';
import {
  DeviceField,
  DeviceListService,
  type DeviceSelection,
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
      yield create(StreamDevicesResponseSchema, { part: { case: 'devices', value: { lines: linesOf(from, Math.min(this.devices, from + BATCH), fields) } } });
      if (!this.held) continue;
      this.heard();
      await Promise.race([this.held, aborted]);
    }
  }
}

export const refusalOf = (status: number, code: string): Refusal => create(RefusalSchema, { status, code, message: 'No.' });

const TEXTS: Readonly<Record<Exclude<DeviceField, DeviceField.UNSPECIFIED>, (n: number) => string>> = {
  [DeviceField.NAME]: (n) => (n === 7 ? '=phone-7' : `phone-${n}`),
  [DeviceField.DESCRIPTION]: (n) => (n === 7 ? String.raw`two\nlines, "quoted"` : ''),
  [DeviceField.INVENTORY_ID]: () => '',
  [DeviceField.FILE_NAME]: () => '',
  [DeviceField.EXTENSIONS]: (n) => (n % 3 === 0 ? '100, 101' : ''),
  [DeviceField.MAC_ADDRESS]: (n) => String(n % 100).padStart(12, '0'),
  [DeviceField.MODEL]: () => 'Cisco 6821',
  [DeviceField.MANAGER]: (n) => (n % 2 === 0 ? '' : 'North Telecom'),
  [DeviceField.CUSTOMER]: (n) => (n % 2 === 0 ? '' : 'Alpine Dental'),
  [DeviceField.SITE]: () => '',
  [DeviceField.PROFILE]: () => '',
  [DeviceField.SHARED]: (n) => (n % 2 === 0 ? 't' : 'f'),
  [DeviceField.CUSTOMER_OWNED]: () => 'f',
  [DeviceField.ACCEPT_DATA]: () => 'f',
  [DeviceField.VIRTUAL]: () => 'f',
  [DeviceField.TOTAL_PORTS]: () => '2',
  [DeviceField.FREE_PORTS]: (n) => (n % 3 === 0 ? '0' : '2'),
  [DeviceField.STATE]: (n) => (n % 3 === 0 ? 'inService' : 'inStock'),
  [DeviceField.CREATED_AT]: () => '2026-11-21 17:49:36.04+00',
  [DeviceField.CHANGED_AT]: () => '2026-11-21 18:00:00+00',
  [DeviceField.STATUS]: (n) => (n % 2 === 0 ? 'registered' : ''),
};

function linesOf(from: number, to: number, fields: readonly string[]): Uint8Array {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const line = (n: number): string =>
    [...Object.values(TEXTS).map((text) => text(n)), ...fields.map((id) => (id === FLOOR && n % 2 === 0 ? 'Ground' : ''))].join('\t');
  return new TextEncoder().encode(numbers.map((n) => `${line(n)}\n`).join(''));
}
