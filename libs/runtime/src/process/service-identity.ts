import type { ServiceName } from '@ringfleet/service-kit';
import { jwtVerify, SignJWT } from 'jose';

const AUDIENCE = 'ringfleet-queries';
const ALGORITHM = 'HS256';
const GOOD_FOR = '1 minute';
const RENEW_AFTER_MS = 30_000;

/** By what services in processes of their own know each other: short-lived tokens signed with a key that all of them have. */
export class ServiceIdentity {
  private readonly key: Uint8Array;
  private current: { readonly token: Promise<string>; readonly madeAt: number } | undefined;

  constructor(
    serviceKey: string,
    private readonly self: ServiceName,
  ) {
    this.key = new TextEncoder().encode(serviceKey);
  }

  /** A token that says who asks. */
  token(): Promise<string> {
    const now = Date.now();
    if (!this.current || now - this.current.madeAt > RENEW_AFTER_MS) {
      const token = new SignJWT().setProtectedHeader({ alg: ALGORITHM }).setSubject(this.self).setAudience(AUDIENCE).setIssuedAt().setExpirationTime(GOOD_FOR);
      this.current = { token: token.sign(this.key), madeAt: now };
    }
    return this.current.token;
  }

  /** Whether the value of an Authorization header is such a token. */
  async knows(authorization: string | undefined): Promise<boolean> {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (token === undefined) return false;
    return jwtVerify(token, this.key, { algorithms: [ALGORITHM], audience: AUDIENCE, requiredClaims: ['sub', 'exp'], clockTolerance: 60 }).then(
      () => true,
      () => false,
    );
  }
}

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i; // 'Bearer eyJhbGciOi.eyJzdWIiOi.c2lnbmVk'
