import { type Client, createClient } from '@connectrpc/connect';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import {
  type CustomFieldColumn,
  DeviceListService,
  type DeviceSelectionSchema,
  type FindSupportedResponse,
  type PrincipalSchema,
  type Refusal,
  type StreamDevicesResponse,
} from '@ringfleet/contracts';
import { type Caller, principalOf, Refused } from '@ringfleet/kernel';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { devicesOf, type DeviceTexts } from './device-lines.js';
import type { Asked } from './export-record.js';

export type Principal = MessageInitShape<typeof PrincipalSchema>;

/** A device list under way: how many devices will come, about, and they, some at a time. */
export interface DeviceStream {
  readonly total: number;
  readonly devices: AsyncIterable<readonly DeviceTexts[]>;
}

/** Asks inventory, whose the devices are. Its refusals are thrown as `Refused`; while it does not answer, a ConnectError. */
@Injectable()
export class DeviceLists {
  private readonly inventory: Client<typeof DeviceListService>;

  constructor(@Inject(PORTS) ports: Ports) {
    this.inventory = createClient(DeviceListService, ports.addresses.transportTo('inventory'));
  }

  /** Whether the list can be read so. */
  async check(principal: Principal, asked: Pick<Asked, 'filter' | 'sort'>): Promise<void> {
    throwRefusal((await this.inventory.checkDeviceList({ selection: selectionOf(principal, asked) })).refusal);
  }

  /** @param used only those that a device has a value of, and the principal's own */
  async customFields(principal: Principal, used = false): Promise<CustomFieldColumn[]> {
    return (await this.inventory.findCustomFields({ principal, used })).fields;
  }

  supported(caller: Caller): Promise<FindSupportedResponse> {
    return this.inventory.findSupported({ principal: principalOf(caller) });
  }

  /** The signal ends it, and what inventory does for it. */
  async stream(
    principal: Principal,
    asked: Pick<Asked, 'filter' | 'sort'> & { readonly customFields: readonly string[] },
    signal: AbortSignal,
  ): Promise<DeviceStream> {
    const { customFields } = asked;
    const stream = this.inventory.streamDevices({ selection: selectionOf(principal, asked), customFields: [...customFields] }, { signal, timeoutMs: 0 });
    const parts = stream[Symbol.asyncIterator]();
    const { value: first } = await parts.next();
    if (first?.part.case === 'refusal') throwRefusal(first.part.value);
    if (first?.part.case !== 'start') throw new Error('Inventory began a device list without its start.');
    return { total: Number(first.part.value.total), devices: devicesIn({ [Symbol.asyncIterator]: () => parts }) };
  }
}

async function* devicesIn(parts: AsyncIterable<StreamDevicesResponse>): AsyncGenerator<DeviceTexts[]> {
  for await (const { part } of parts) if (part.case === 'devices') yield devicesOf(part.value.lines);
}

function selectionOf(principal: Principal, { filter, sort }: Pick<Asked, 'filter' | 'sort'>): MessageInitShape<typeof DeviceSelectionSchema> {
  const { q = '', ...filters } = filter;
  return { principal, q, filters, sort };
}

function throwRefusal(refusal: Refusal | undefined): void {
  if (!refusal) return;
  const { status, code, message, fields } = refusal;
  throw new Refused(
    status,
    code,
    message,
    fields.length > 0 ? { errors: fields.map(({ field, code: of, message: says }) => ({ field, code: of, message: says })) } : {},
  );
}
