import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { SYSTEM } from '@ringfleet/kernel';
import { Hears, type LatestRecord, latestPerKey, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { settingsOf } from '../provisioning/settings.js';
import { type DeviceSecretsSaid, keepDeviceSecrets } from './keep-device-secrets.js';

/** inventory said what became of the secrets of a device: they are kept, sealed as they came, so that phones get their configuration while inventory is down. */
@Controller()
export class OnDeviceSecretChanged {
  private readonly overlapMs: number;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.overlapMs = settingsOf(ports.settings, ports.publicUrl).overlapMs;
  }

  @Hears(topics.deviceSecrets)
  async handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    const times = { now: this.ports.clock(), overlapMs: this.overlapMs };
    await this.database.transaction(SYSTEM, async (tx) => {
      for (const turn of turnsOf(records)) await keepDeviceSecrets(tx, latestPerKey(turn).map(secretsOf), times);
    });
  }
}

/** The first record of each device, then the second of each: what stood between goes on serving for a time (PRV-13), so none is passed over. */
function turnsOf(records: readonly LogRecord[]): LogRecord[][] {
  const turns: LogRecord[][] = [];
  const met = new Map<string, number>();
  for (const record of records) {
    const turn = met.get(record.key) ?? 0;
    met.set(record.key, turn + 1);
    (turns[turn] ??= []).push(record);
  }
  return turns;
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
