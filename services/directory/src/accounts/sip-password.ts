import { Sealed, type Sealer } from '@ringfleet/secrets';
import type { Account } from './account.js';

/** For its reader, whose event carries the same bytes (proto/ringfleet/directory/v1/account.proto). */
const purposeOf = (accountId: string): string => `account:${accountId}:sipPassword`;

export const sealSipPassword = (sealer: Sealer, accountId: string, password: string | null | undefined): Sealed | null =>
  password ? Sealed.seal(sealer, password, purposeOf(accountId)) : null;

/** The text of it; null where there is none. */
export const sipPasswordOf = (sealer: Sealer, { id, sipPassword }: Account): string | null => sipPassword?.open(sealer, purposeOf(id)) ?? null;
