import { create } from '@bufbuild/protobuf';
import {
  type AccountChanged,
  AccountChangedSchema,
  AccountKind as ContractKind,
  type Author,
  type Change,
  Change_Kind,
  changeBy,
  topics,
} from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import { ownerHeaders } from '../records/headers.js';
import type { Account, AccountKind } from './account.js';

const KINDS: Readonly<Record<AccountKind, ContractKind>> = {
  'phone-terminal': ContractKind.PHONE_TERMINAL,
  queue: ContractKind.QUEUE,
  menu: ContractKind.MENU,
  fax: ContractKind.FAX,
  other: ContractKind.OTHER,
};

const accountState = (account: Account, change: Change): AccountChanged =>
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
    change,
  });

const FIELDS = ['number', 'customerId', 'siteId', 'extension', 'displayName', 'sipUsername', 'sipPassword', 'kind'] as const;

/** The event names the password among the fields that were set; it never carries it. */
export const accountCreated = (account: Account, author: Author): OutgoingRecord =>
  toRecord({
    topic: topics.accounts,
    key: account.id,
    sequence: account.version,
    source: 'directory',
    time: author.at,
    message: accountState(
      account,
      changeBy(
        author,
        Change_Kind.CREATED,
        FIELDS.filter((field) => account[field] !== null),
      ),
    ),
    headers: ownerHeaders(account.resellerId, account.customerId),
  });
