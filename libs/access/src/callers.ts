import { type Caller, Refused } from '@ringfleet/kernel';

/** What directory says of a user or service key. */
export interface CallerRecord {
  readonly role: string;
  readonly resellerId: string | null;
  readonly customerId: string | null;
}

/**
 * Says of each request whether who calls is still who its token says (DIR-02, DIR-10). A service that knows users and keys exports one from its module; where none does,
 * a token's word holds until the token ends.
 */
export abstract class Callers {
  /** Throws `Refused` 401 `revoked` or `token_outdated`. */
  abstract confirm(caller: Caller): Promise<void>;
}

/** Whether role and tenant of a token are those of the record. */
export const isAsTold = ({ role, scope }: Pick<Caller, 'role' | 'scope'>, record: CallerRecord): boolean =>
  role === record.role &&
  ('resellerId' in scope ? scope.resellerId : null) === record.resellerId &&
  (scope.kind === 'customer' ? scope.customerId : null) === record.customerId;

export const revoked = (): Refused => new Refused(401, 'revoked', 'You were deleted or revoked: ask who is above you.');

export const tokenOutdated = (): Refused =>
  new Refused(401, 'token_outdated', 'Your role, or whom you act for, is not what this token says: ask for a new one, and GET /api/v1/me with it.');
