import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { SYSTEM } from '@ringfleet/kernel';
import { Hears, type LatestRecord, latestPerKey, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { type DeviceSecretsSaid, keepDeviceSecrets } from './keep-device-secrets.js';

/** inventory said what became of the secrets of a device: they are kept, sealed as they came, so that phones get their configuration while inventory is down. */
@Controller()
export class OnDeviceSecretChanged {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Hears(topics.deviceSecrets)
  async handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    const secrets = latestPerKey(records).map(secretsOf);
    await this.database.transaction(SYSTEM, (tx) => keepDeviceSecrets(tx, secrets, this.ports.clock()));
  }
}

/** A tombstone says that the device is gone. */
function secretsOf({ record, sequence }: LatestRecord): DeviceSecretsSaid {
  const message = record.value && decode(topics.deviceSecrets, record.value);
  const isDeleted = !message || message.deleted;
  const sealed = (bytes: Uint8Array | undefined): Uint8Array | null => (isDeleted || !bytes || bytes.length === 0 ? null : bytes);
  return {
    deviceId: record.key,
    sequence,
    saidAt: new Date(record.headers['ce_time'] ?? record.timestamp),
    secret: sealed(message?.secret),
    httpUsername: sealed(message?.httpUsername),
    httpPassword: sealed(message?.httpPassword),
    asciiKey: sealed(message?.asciiKey),
    isDeleted,
  };
}
