import type { Ports } from '@ringfleet/service-kit';
import { KamailioRegistrar } from './kamailio/kamailio-registrar.js';
import type { Registrar } from './registrar.js';

const ADDRESS = /^([^\s:]+|\[[\da-f:]+\]):(\d{1,5})$/; // kamailio:8448

/** The registrar that the settings name, or null. Throws where they name half of one, so that the service does not start with it. */
export function registrarOf({ settings, log }: Pick<Ports, 'settings' | 'log'>): Registrar | null {
  const events = settings['RINGFLEET_REGISTRAR_EVENTS'] ?? '';
  if (events === '') return null;
  const [, host, port] = ADDRESS.exec(events) ?? [];
  if (host === undefined) throw new Error(`RINGFLEET_REGISTRAR_EVENTS must be host:port, not '${events}'.`);
  const rpcUrl = settings['RINGFLEET_REGISTRAR_RPC'] ?? '';
  if (!URL.canParse(rpcUrl)) throw new Error('RINGFLEET_REGISTRAR_RPC must be the address of JSON-RPC of the registrar: http://kamailio:8090/RPC.');
  const key = settings['RINGFLEET_REGISTRAR_KEY'] ?? '';
  if (key === '') throw new Error('RINGFLEET_REGISTRAR_KEY is missing: the key that the registrar asks for.');
  return new KamailioRegistrar({ name: settings['RINGFLEET_REGISTRAR_NAME'] || host, host, port: Number(port), rpcUrl, key, log });
}
