import type { IncomingMessage } from 'node:http';
import proxyAddress from 'proxy-addr';

/** Where a request came from. */
export interface CallerPlace {
  readonly remoteIp: string;
  /** It came over https, as far as is known. */
  readonly isEncrypted: boolean;
}

/** Believes what front doors of ours say of it, and nobody else: without one it came over http, as our own ports speak nothing else. @param trustedProxies addresses and networks, as in `Ports` */
export function callersBehind(trustedProxies: readonly string[] = []): (request: IncomingMessage) => CallerPlace {
  const isTrusted = proxyAddress.compile([...trustedProxies]);
  const said = ({ headers }: IncomingMessage): string | undefined =>
    String(headers['x-forwarded-proto'] ?? '')
      .split(',', 1)[0]
      ?.trim();
  return (request) => {
    const address = request.socket.remoteAddress ?? '';
    return isTrusted(address, 0)
      ? { remoteIp: proxyAddress(request, isTrusted), isEncrypted: said(request) === 'https' }
      : { remoteIp: address, isEncrypted: false };
  };
}
