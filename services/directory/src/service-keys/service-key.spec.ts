import { Refused, type Role, type Scope } from '@ringfleet/kernel';
import { type Owner, requireFittingOwner } from '../records/fitting-owner.js';
import { ServiceKey } from './service-key.js';

const PROVIDER: Scope = { kind: 'provider' };
const RESELLER: Scope = { kind: 'reseller', resellerId: 'r' };
const owner = (of: Partial<Owner>): Owner => ({ resellerId: null, customerId: null, ...of });

function codeOf(maker: Scope, role: Role, of: Partial<Owner>): string | undefined {
  try {
    requireFittingOwner(maker, role, owner(of));
    return undefined;
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
}

describe('a service key', () => {
  it('acts with the role and scope chosen when it is made (DIR-02a)', () => {
    expect(codeOf(PROVIDER, 'administrator', {})).toBeUndefined();
    expect(codeOf(PROVIDER, 'reseller-admin', { resellerId: 'r' })).toBeUndefined();
    expect(codeOf(RESELLER, 'customer-admin', { customerId: 'c', resellerId: 'r' })).toBeUndefined();
  });

  it('is refused where role and scope do not fit', () => {
    expect(codeOf(PROVIDER, 'operator', { resellerId: 'r' })).toBe('role_does_not_fit');
    expect(codeOf(PROVIDER, 'reseller-admin', { resellerId: 'r', customerId: 'c' })).toBe('role_does_not_fit');
    expect(codeOf(PROVIDER, 'reseller-admin', {})).toBe('missing_value');
    expect(codeOf(PROVIDER, 'customer-user', { resellerId: 'r' })).toBe('missing_value');
  });

  it('never has more rights than its maker', () => {
    expect(codeOf(RESELLER, 'administrator', {})).toBe('not_permitted');
    expect(codeOf(RESELLER, 'operator', {})).toBe('not_permitted');
  });

  it('is revoked once', () => {
    const then = new Date('2026-01-05T08:00:00Z');
    const key = new ServiceKey({ id: 'k', name: 'Billing', role: 'operator', secretHash: 'h', ...owner({}) }, then);
    const first = new Date('2026-01-06T08:00:00Z');
    key.revoke(first);
    key.revoke(new Date('2026-01-07T08:00:00Z'));
    expect(key).toMatchObject({ revokedAt: first, version: 2, updatedAt: first });
  });
});
