import { type Caller, isId, Refused, type Role } from '@ringfleet/kernel';
import { claimAt, roleIn } from './claim-map.js';
import type { ClaimMap } from './issuer.js';

const LONGEST_NAME = 64;

/** Who is calling, by the claims of a verified token. Throws `Refused` 401 where they do not say what role, or whom it is for. */
export function callerOfClaims(id: string, claims: object, map: ClaimMap): Caller {
  const role = roleIn(claims, map);
  if (!role) throw new Refused(401, 'invalid_token', 'The bearer token names no role known here.');
  const scope = scopeOf(claims, map, role);
  const own = scope.kind === 'customer' && role === 'customer-user' ? { ...scope, userId: id } : scope;
  return { id, name: nameIn(claims, map) || id, role, scope: own };
}

function scopeOf(claims: object, { reseller, customer }: ClaimMap, role: Role): Caller['scope'] {
  const resellerId = idAt(claims, reseller);
  const customerId = idAt(claims, customer);
  if (role === 'administrator' || role === 'operator') return { kind: 'provider' };
  if (role === 'reseller-admin' && resellerId) return { kind: 'reseller', resellerId };
  if (customerId && role !== 'reseller-admin') return { kind: 'customer', customerId, resellerId: resellerId ?? null };
  throw new Refused(401, 'invalid_token', 'The bearer token does not say whom its role is for.');
}

/** As names are here (DIR-02), whatever the issuer takes: no control characters, and no more than 64. */
function nameIn(claims: object, { name: path }: ClaimMap): string {
  const name = claimAt(claims, path);
  if (typeof name !== 'string') return '';
  const plain = name.toWellFormed().replaceAll(/\p{Cc}/gu, ''); // 'ann\n' → 'ann'
  return Array.from(plain.trim()).slice(0, LONGEST_NAME).join('').trim();
}

function idAt(claims: object, path: string): string | undefined {
  const claim = claimAt(claims, path);
  return typeof claim === 'string' && isId(claim) ? claim.toLowerCase() : undefined;
}
