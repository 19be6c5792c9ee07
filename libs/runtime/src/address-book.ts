import { Code, ConnectError, type ConnectRouter, createRouterTransport, type Transport } from '@connectrpc/connect';
import type { AddressBook, ServiceName } from '@ringfleet/service-kit';
import { transientAsUnavailable } from './process/query-failures.js';

/** Queries between services of one process: Connect's in-memory transport, the same messages as over the network. */
export class LocalAddressBook implements AddressBook {
  private readonly transports = new Map<ServiceName, Transport>();

  answers(service: ServiceName, routes: (router: ConnectRouter) => void): void {
    this.transports.set(service, createRouterTransport(routes, { router: { interceptors: [transientAsUnavailable] } }));
  }

  transportTo(service: ServiceName): Transport {
    const transport = (): Transport => {
      const known = this.transports.get(service);
      if (!known) throw new ConnectError(`The service ${service} does not answer yet.`, Code.Unavailable);
      return known;
    };
    return {
      unary: (...call) => transport().unary(...call),
      stream: (...call) => transport().stream(...call),
    };
  }
}
