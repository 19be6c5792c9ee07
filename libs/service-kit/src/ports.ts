import type { Transport } from '@connectrpc/connect';
import type { ConnectRouter } from '@connectrpc/connect';
import type { Issuer } from '@ringfleet/access';
import type { Clock } from '@ringfleet/kernel';
import type { EventLog } from '@ringfleet/messaging';
import type { ObjectStore } from '@ringfleet/object-storage';
import type { Logger } from '@ringfleet/observability';
import type { Sealer } from '@ringfleet/secrets';
import type { ServiceName } from './service-card.js';

/** Where the other services' queries are answered. */
export interface AddressBook {
  /** Calls fail with `Unavailable` while the service does not answer. */
  transportTo(service: ServiceName): Transport;
  /** Says that this process answers the queries of a service. */
  answers(service: ServiceName, routes: (router: ConnectRouter) => void): void;
}

/** What is enough to answer from the database alone. */
export interface AnsweringPorts {
  readonly log: Logger;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly issuer: Issuer;
  /** Where people and systems reach the front door: http://host:port without a slash at the end. */
  readonly publicUrl: string;
  /** Addresses and networks of front doors: what they say of where a request came from is believed. None: the connection's own address counts. */
  readonly trustedProxies?: readonly string[];
  readonly database: { readonly appUrl: string; readonly ownerUrl?: string | undefined };
  /** Settings of the services, from the environment: RINGFLEET_FILES_MAX_BYTES … */
  readonly settings: Readonly<Record<string, string | undefined>>;
}

/** What a service is given: the ports of one way of running. `libs/runtime` fills them in. */
export interface Ports extends AnsweringPorts {
  readonly eventLog: EventLog;
  readonly objects: ObjectStore;
  readonly addresses: AddressBook;
  /** Whether an empty database is filled with the demo data. */
  readonly demo: boolean;
}

/** Injection tokens of the ports. */
export const PORTS = Symbol('ports');
