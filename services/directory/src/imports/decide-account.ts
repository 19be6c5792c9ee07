import { codePoints, nameKey, newId, shorten } from '@ringfleet/kernel';
import { Account, type AccountKind } from '../accounts/account.js';
import { sipPasswordOf, sealSipPassword } from '../accounts/sip-password.js';
import type { Customer } from '../customers/customer.js';
import type { Site } from '../sites/site.js';
import type { Adding, RowJudge, Told } from './row-judge.js';
import { accountKindOf } from './tree-row.js';

const MAX = { extension: 32, displayName: 128, sipUsername: 64, sipPassword: 128 } as const;

/** What a row says of an account. */
interface Said {
  readonly number: string;
  readonly customer: Told<Customer>;
  readonly site: Told<Site | null>;
  readonly extension: string | null;
  readonly displayName: string | null;
  readonly sipUsername: string;
  /** null for an empty cell. */
  readonly password: string | null;
  readonly kind: AccountKind | undefined;
}

export function addAccount(judge: RowJudge): Adding {
  const { tree, at, sealer } = judge.judgement;
  const said = saidBy(judge);
  const there = tree.accountNumbered(nameKey(said.number));
  if (there && equals(there, said, judge)) return { isThere: true, make: undefined };
  refuseTaken(judge, there, said);
  const { customer, site, kind, password, number, extension, displayName, sipUsername } = said;
  if (!customer || !site || !kind) return { isThere: false, make: undefined };
  const make = (): Account => {
    const id = newId();
    const owner = { customerId: customer.value.id, resellerId: customer.value.resellerId, siteId: site.value?.id ?? null };
    return new Account({ id, number, ...owner, extension, displayName, sipUsername, kind, sipPassword: sealSipPassword(sealer, id, password) }, at);
  };
  return { isThere: false, make };
}

function saidBy(judge: RowJudge): Said {
  const number = judge.name();
  const customer = judge.customer(judge.reseller());
  const site = judge.site(customer);
  const word = judge.text('kind');
  const kind = accountKindOf(word);
  if (!kind) judge.refuse('kind', 'bad_account_kind', `${shorten(word)} is no kind of accounts; write phone terminal, queue, menu, fax or other.`);
  return {
    number,
    customer,
    site,
    kind,
    extension: judge.plain('extension', MAX.extension),
    displayName: judge.plain('displayName', MAX.displayName),
    sipUsername: judge.plain('sipUsername', MAX.sipUsername) ?? number,
    password: passwordIn(judge),
  };
}

/** No reason repeats anything of it. */
function passwordIn(judge: RowJudge): string | null {
  const secret = judge.judgement.password(judge.row);
  if (secret === 'unreadable') return judge.refuse('sipPassword', 'could_not_apply', 'The SIP password cannot be opened any more; send the row again.') ?? null;
  if (codePoints(secret.text) > MAX.sipPassword) judge.refuse('sipPassword', 'value_too_long', `SIP password is longer than ${MAX.sipPassword} characters.`);
  return secret.text || null;
}

/** In every column of the file, an empty secret cell excepted (IMP-05). */
function equals(there: Account, said: Said, { judgement }: RowJudge): boolean {
  const { customer, site, extension, displayName, sipUsername, kind, password } = said;
  return (
    customer?.value.id === there.customerId &&
    site !== undefined &&
    (site.value?.id ?? null) === there.siteId &&
    extension === there.extension &&
    displayName === there.displayName &&
    nameKey(sipUsername) === there.sipUsernameKey &&
    kind === there.kind &&
    (password === null || sipPasswordOf(judgement.sealer, there) === password)
  );
}

/** Numbers and SIP usernames are unique over the whole system; whose they are is told to those who may see it. */
function refuseTaken(judge: RowJudge, there: Account | undefined, { number, sipUsername }: Said): void {
  const { tree } = judge.judgement;
  if (there) judge.refuseTaken(there, { code: 'number_not_unique', what: 'The account' });
  else if (tree.isNumberHidden(nameKey(number))) judge.refuse('name', 'number_not_unique', `The number ${shorten(number)} is in use; choose another.`);
  const key = nameKey(sipUsername);
  const holder = tree.accountWithSipUsername(key);
  if (holder && holder !== there) {
    judge.refuse('sipUsername', 'sip_username_not_unique', `The account ${shorten(holder.number)} has the SIP username ${shorten(sipUsername)} already.`);
  } else if (!holder && tree.isSipUsernameHidden(key)) {
    judge.refuse('sipUsername', 'sip_username_not_unique', `The SIP username ${shorten(sipUsername)} is in use; choose another.`);
  }
}
