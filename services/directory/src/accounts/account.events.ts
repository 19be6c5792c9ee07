import { create } from '@bufbuild/protobuf';
import {
  type AccountChanged,
  AccountChangedSchema,
  AccountKind as ContractKind,
  AccountSecretChangedSchema,
  type Author,
  type Change,
  Change_Kind,
  changeBy,
  topics,
} from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import { ownerHeaders } from '../records/headers.js';
import { said, saidLast, type StateToSay } from '../records/said.js';
import type { Account, AccountKind } from './account.js';

const KINDS: Readonly<Record<AccountKind, ContractKind>> = {
  'phone-terminal': ContractKind.PHONE_TERMINAL,
  queue: ContractKind.QUEUE,
  menu: ContractKind.MENU,
  fax: ContractKind.FAX,
  other: ContractKind.OTHER,
};

export const accountState = (account: Account, change?: Change): AccountChanged =>
  create(AccountChangedSchema, {
    id: account.id,
    customerId: account.customerId,
    resellerId: account.resellerId ?? '',
    siteId: account.siteId ?? '',
    number: account.number,
    extension: account.extension ?? '',
    displayName: account.displayName ?? '',
    sipUsername: account.sipUsername,
    kind: KINDS[account.kind],
    secretVersion: account.secretVersion,
    deleted: change?.kind === Change_Kind.DELETED,
    closing: account.closingSince !== null,
    change,
  });

const toSay = (account: Account, change: Change, { at }: Author): StateToSay<typeof AccountChangedSchema> => ({
  topic: topics.accounts,
  id: account.id,
  version: account.version,
  message: accountState(account, change),
  headers: ownerHeaders(account.resellerId, account.customerId),
  at,
});

/** The password is sealed as it is in the database; its number is the version of the secret. */
const secretToSay = (account: Account, { at }: Author, deleted = false): StateToSay<typeof AccountSecretChangedSchema> => {
  const { id, secretVersion, sipPassword } = account;
  const sealed = deleted ? undefined : sipPassword?.stored();
  return {
    topic: topics.accountSecrets,
    id,
    version: secretVersion,
    message: create(AccountSecretChangedSchema, { accountId: id, secretVersion, deleted, ...(sealed && { sipPassword: new Uint8Array(sealed) }) }),
    headers: {},
    at,
  };
};

const FIELDS = ['number', 'customerId', 'siteId', 'extension', 'displayName', 'sipUsername', 'sipPassword', 'kind'] as const;

/** The public event names the password among the fields that were set; it never carries it. */
export const accountCreated = (account: Account, author: Author): OutgoingRecord[] => {
  const fields = FIELDS.filter((field) => account[field] !== null);
  const state = said(toSay(account, changeBy(author, Change_Kind.CREATED, fields), author));
  return account.sipPassword ? [state, said(secretToSay(account, author))] : [state];
};

export const accountChanged = (account: Account, fields: readonly string[], author: Author): OutgoingRecord[] => {
  const state = said(toSay(account, changeBy(author, Change_Kind.CHANGED, fields), author));
  return fields.includes('sipPassword') ? [state, said(secretToSay(account, author))] : [state];
};

export const accountDeleted = (account: Account, author: Author): OutgoingRecord[] => [
  ...saidLast(toSay(account, changeBy(author, Change_Kind.DELETED, []), author)),
  ...(account.secretVersion > 0 ? saidLast(secretToSay(account, author, true)) : []),
];
