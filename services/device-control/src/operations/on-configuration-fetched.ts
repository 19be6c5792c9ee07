import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, type FetchEvent, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { SettleOperations } from './settle-operations.js';

/** A phone fetched its configuration: if it was told to a moment ago, it did (CTL-03). */
@Controller()
export class OnConfigurationFetched {
  constructor(@Inject(SettleOperations) private readonly settle: SettleOperations) {}

  @Hears(topics.fetches)
  async execute(@Payload() records: readonly LogRecord[]): Promise<void> {
    const fetched = records.flatMap(({ value }) => (value ? configurationIn(decode(topics.fetches, value)) : []));
    await this.settle.fetched(fetched);
  }
}

/** It was given it, or has it already. */
const configurationIn = ({ method, status, deviceId, at }: FetchEvent): readonly { readonly id: string; readonly at: Date }[] =>
  method === 'GET' && [200, 304].includes(status) && at ? [{ id: deviceId, at: timestampDate(at) }] : [];
