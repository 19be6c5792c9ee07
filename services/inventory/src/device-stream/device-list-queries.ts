import { create } from '@bufbuild/protobuf';
import type { ConnectRouter } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import {
  type DeviceSelection as SelectionMessage,
  DeviceListService,
  type Principal,
  type Refusal,
  RefusalSchema,
  type StreamDevicesResponse,
  StreamDevicesResponseSchema,
} from '@ringfleet/contracts';
import { type Caller, callerOfPrincipal, Refused } from '@ringfleet/kernel';
import { FindFieldColumns } from './find-field-columns.js';
import { FindSupported } from './find-supported.js';
import { type DeviceStreamQuery, StreamDevices } from './stream-devices.js';

/** Answers files, which makes exports and templates of the device list. A refusal is an answer; files tells it to its own caller. */
@Injectable()
export class DeviceListQueries {
  constructor(
    @Inject(StreamDevices) private readonly stream: StreamDevices,
    @Inject(FindSupported) private readonly supported: FindSupported,
    @Inject(FindFieldColumns) private readonly fields: FindFieldColumns,
  ) {}

  readonly routes = (router: ConnectRouter): void => {
    router.service(DeviceListService, {
      checkDeviceList: async ({ selection }) => refusalOf(() => this.stream.check(...askedFor(selection))),
      streamDevices: ({ selection, customFields }, { signal }) => {
        const [caller, query] = askedFor(selection);
        return this.refusable(this.stream.execute(caller, { ...query, customFields }, signal));
      },
      findSupported: ({ principal }) => this.supported.execute(principalOf(principal)),
      findCustomFields: async ({ principal, used }) => ({ fields: await this.fields.execute(principalOf(principal), used) }),
    });
  };

  private async *refusable(parts: AsyncGenerator<StreamDevicesResponse>): AsyncGenerator<StreamDevicesResponse> {
    try {
      yield* parts;
    } catch (error) {
      yield create(StreamDevicesResponseSchema, { part: { case: 'refusal', value: asMessage(error) } });
    }
  }
}

function askedFor(selection: SelectionMessage | undefined): [Caller, DeviceStreamQuery] {
  const { principal, q = '', filters = {}, sort = '' } = selection ?? {};
  return [principalOf(principal), { q, filters, sort: sort || 'name' }];
}

function principalOf(principal: Principal | undefined): Caller {
  if (!principal) throw new Error('A query names nobody it is asked for.');
  return callerOfPrincipal(principal);
}

async function refusalOf(ask: () => Promise<unknown>): Promise<{ refusal?: Refusal }> {
  try {
    await ask();
    return {};
  } catch (error) {
    return { refusal: asMessage(error) };
  }
}

/** Throws what is no refusal. */
function asMessage(error: unknown): Refusal {
  if (!(error instanceof Refused)) throw error;
  const { status, code, message, details } = error;
  const fields = details.errors?.map(({ field = '', ...rest }) => ({ field, code: rest.code, message: rest.message })) ?? [];
  return create(RefusalSchema, { status, code, message, fields });
}
