import { systemClock } from '@ringfleet/kernel';
import { KafkaEventLog } from '@ringfleet/messaging/kafka';
import { MinioObjectStore } from '@ringfleet/object-storage/minio';
import type { Logger } from '@ringfleet/observability';
import { Sealer } from '@ringfleet/secrets';
import type { AddressBook, Ports, ServiceName } from '@ringfleet/service-kit';
import type { ServiceConfig } from './service-config.js';

export interface OpenPorts {
  readonly ports: Ports;
  readonly close: () => Promise<void>;
}

/** Opens what one service needs where each runs in a process of its own. If it throws nothing is left open. */
export async function openPorts(service: ServiceName, config: ServiceConfig, addresses: AddressBook, log: Logger): Promise<OpenPorts> {
  const { publicUrl, urls, demo, settings, trustedProxies, otherIssuer: other } = config;
  const objects = await MinioObjectStore.open(config.objects);
  const eventLog = new KafkaEventLog({ ...config.kafka, clientId: service, log });
  return {
    ports: {
      log,
      clock: systemClock,
      eventLog,
      objects,
      sealer: new Sealer(config.sealingKeys),
      addresses,
      issuer: { issuer: `${publicUrl}/oauth`, jwksUrl: urls.directory.map((url) => `${url}/oauth/jwks`), other },
      publicUrl,
      trustedProxies,
      database: { appUrl: config.databaseUrl },
      demo,
      settings,
    },
    close: () => eventLog.close(),
  };
}
