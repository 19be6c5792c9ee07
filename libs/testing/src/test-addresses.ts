import { Code, ConnectError, type ConnectRouter, createRouterTransport, type Transport } from '@connectrpc/connect';
import type { AddressBook, ServiceName } from '@ringfleet/service-kit';

type Routes = (router: ConnectRouter) => void;

/** Queries between services inside one process. A service nobody answers for is unavailable, as one that is down. */
export class TestAddresses implements AddressBook {
  private readonly transports = new Map<ServiceName, Transport>();

  answers(service: ServiceName, routes: Routes): void {
    this.transports.set(service, createRouterTransport(routes));
  }

  /** From now on the service does not answer. */
  silence(service: ServiceName): void {
    this.transports.delete(service);
  }

  transportTo(service: ServiceName): Transport {
    const there = (): Transport => {
      const transport = this.transports.get(service);
      if (!transport) throw new ConnectError(`${service} does not answer`, Code.Unavailable);
      return transport;
    };
    return {
      unary: async (...call) => there().unary(...call),
      stream: async (...call) => there().stream(...call),
    };
  }
}
