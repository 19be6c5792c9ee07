import { type Caller, cellOf, isAdministratorOnly, nameKey, reason, shorten, textOf, yesOrNo } from '@ringfleet/kernel';
import { type Model, modelLabel } from '../models/model.js';
import type { Customer, Site } from '../tenants/tenant.js';
import { judgeProfile } from './judge-profile.js';
import type { Judge, Told } from './judge.js';
import type { References } from './references.js';
import type { Column, ImportRow, Reason } from './row.js';

/** Where a row puts its device: everything about it but its own name, MAC address and texts. It depends on the cells and on references alone. */
export interface Placement {
  readonly model: Told<Model>;
  readonly managedBy: string | null;
  readonly shared: boolean;
  readonly customer: Customer | null;
  readonly siteId: string | null;
  readonly profileId: string | null;
  readonly customerOwned: boolean;
  readonly reasons: readonly Reason[];
}

const PLACING: readonly Column[] = ['model', 'managedBy', 'profile', 'shared', 'customer', 'site', 'customerOwned'];

/** Rows with equal keys have equal placements. */
export const placementKey = (row: ImportRow): string => PLACING.map((column) => row.cells[column]?.raw ?? '').join('\u0001');

/** Judges the references of an Add (IMP-02a, IMP-02b, INV-04–06, DIR-05, DIR-07, PRV-01). */
export function placementOf(row: ImportRow, refs: References, uploader: Caller): Placement {
  const reasons: Reason[] = [];
  const refuse = (column: Column, code: string, message: string): undefined => {
    if (!reasons.some((given) => given.column === column && given.code === code)) reasons.push(reason(row, column, code, message));
    return undefined;
  };
  const judge: Judge = { row, refs, uploader, refuse };
  const model = judgeModel(judge);
  const managedBy = judgeManagedBy(judge);
  const shared = judgeShared(judge, managedBy);
  const customer = judgeCustomer(judge, managedBy, shared);
  const site = judgeSite(judge, customer, model);
  const profile = judgeProfile(judge, managedBy, model);
  const customerOwned = judgeCustomerOwned(judge, customer);
  return {
    model,
    managedBy: managedBy?.value ?? null,
    shared: shared?.value ?? false,
    customer: customer?.value ?? null,
    siteId: site?.value?.id ?? null,
    profileId: profile?.value?.id ?? null,
    customerOwned: customerOwned?.value ?? false,
    reasons,
  };
}

export function judgeModel({ row, refs, refuse }: Judge): Told<Model> {
  const text = textOf(row, 'model');
  if (text === '') return refuse('model', 'missing_value', 'Device model is empty; write vendor and model, such as Yealink SIP-T54W.');
  const model = refs.modelByKey(nameKey(text));
  return model
    ? { value: model }
    : refuse('model', 'unknown_model', `No device model ${shorten(text)} is known; write vendor and model as in the list of models.`);
}

export function judgeManagedBy({ row, refs, uploader, refuse }: Judge): Told<string | null> {
  const text = textOf(row, 'managedBy');
  const { scope } = uploader;
  if (scope.kind === 'provider') {
    if (text === '' || isAdministratorOnly(text)) return { value: null };
    const reseller = refs.resellerByKey(nameKey(text));
    return reseller
      ? { value: reseller.id }
      : refuse('managedBy', 'unknown_reseller', `No reseller ${shorten(text)} is known; leave it empty for Administrator only.`);
  }
  const own = scope.resellerId;
  if (text === '') return { value: own };
  if (isAdministratorOnly(text)) {
    return own === null
      ? { value: null }
      : refuse('managedBy', 'not_permitted', 'Only the provider may add devices managed by Administrator only; leave Managed by empty.');
  }
  const named = refs.resellerByKey(nameKey(text));
  if (named && named.id === own) return { value: own };
  return scope.kind === 'reseller'
    ? refuse('managedBy', 'unknown_reseller', `No reseller ${shorten(text)} is known; leave Managed by empty for your own.`)
    : refuse('managedBy', 'not_permitted', 'You may add devices for yourself only; leave Managed by empty.');
}

export function judgeShared({ row, uploader, refuse }: Judge, managedBy: Told<string | null>): Told<boolean> {
  const text = textOf(row, 'shared');
  const shared = yesOrNo(text);
  if (shared === undefined) return refuse('shared', 'bad_yes_no', `${shorten(text)} is neither yes nor no; write Y or N.`);
  if (!shared) return { value: false };
  if (uploader.scope.kind === 'customer') return refuse('shared', 'not_permitted', 'Only the provider shares devices with resellers; leave it empty.');
  if (managedBy && managedBy.value !== null) {
    return refuse('shared', 'shared_and_managed', 'Only devices managed by Administrator only are shared with resellers; write N, or leave Managed by empty.');
  }
  return { value: true };
}

export function judgeCustomer(judge: Judge, managedBy: Told<string | null>, shared: Told<boolean>): Told<Customer | null> {
  const { row, refs, uploader, refuse } = judge;
  const text = textOf(row, 'customer');
  const { scope } = uploader;
  if (scope.kind === 'customer') {
    const own = refs.customersNamed(text === '' ? scope.customerId : text).find(({ id }) => id === scope.customerId);
    return own ? permitted(judge, own) : refuse('customer', 'not_permitted', 'You may add devices for yourself only; leave Tenant customer name empty.');
  }
  if (text === '') return { value: null };
  // Which customers INV-06 allows rests on who manages the device and, for the provider's own, on whether it is shared.
  if (!managedBy || (managedBy.value === null && !shared)) return undefined;
  const named = refs.customersNamed(text);
  const allowed = named.filter(({ resellerId }) => (managedBy.value === null ? resellerId === null || shared?.value === true : resellerId === managedBy.value));
  const [only, another] = allowed;
  if (only && !another) return permitted(judge, only);
  if (another)
    return refuse('customer', 'ambiguous_customer', `Several customers are called ${shorten(text)}; write Reseller / Customer, or the customer's ID.`);
  if (named.length > 0) {
    return refuse(
      'customer',
      'customer_of_another_reseller',
      `${shorten(text)} is not a customer of whoever manages the device; correct Managed by or the customer.`,
    );
  }
  return refuse('customer', 'unknown_customer', `No customer ${shorten(text)} is known.`);
}

/** DIR-05. The customer is known even so: what rests on it is judged. */
function permitted({ refuse }: Judge, customer: Customer): Told<Customer> {
  if (customer.permission === 'view')
    refuse('customer', 'customer_view_only', `${shorten(customer.name)} may only view devices; give it the permission to modify first.`);
  if (customer.permission === 'none')
    refuse('customer', 'customer_permission_none', `${shorten(customer.name)} may not have devices; give it the permission to modify first.`);
  return { value: customer };
}

export function judgeSite(judge: Judge, customer: Told<Customer | null>, model: Told<Model>): Told<Site | null> {
  const { row, refs, refuse } = judge;
  const text = textOf(row, 'site');
  if (text === '') return { value: null };
  if (!customer) return undefined;
  if (customer.value === null) return refuse('customer', 'missing_value', 'A site belongs to a customer; write the Tenant customer name, or leave Site empty.');
  const site = refs.siteOf(customer.value.id, nameKey(text));
  if (!site) return refuse('site', 'unknown_site', `${shorten(customer.value.name)} has no site ${shorten(text)}.`);
  return approvedOn(judge, site, model);
}

/** DIR-07. */
export function approvedOn({ refuse }: Pick<Judge, 'refuse'>, site: Site, model: Told<Model>): Told<Site> {
  if (!model || site.approvedModelIds.length === 0 || site.approvedModelIds.includes(model.value.id)) return { value: site };
  return refuse(
    'site',
    'model_not_approved_on_site',
    `${modelLabel(model.value)} is not approved for the site ${shorten(site.name)}; choose an approved model or have it approved.`,
  );
}

/** INV-08a. What a customer adds is its own (DIR-02a). */
export function judgeCustomerOwned({ row, uploader, refuse }: Judge, customer: Told<Customer | null>): Told<boolean> {
  const { text } = cellOf(row, 'customerOwned');
  const owned = yesOrNo(text);
  if (owned === undefined) return refuse('customerOwned', 'bad_yes_no', `${shorten(text)} is neither yes nor no; write Y or N.`);
  if (uploader.scope.kind === 'customer') {
    return text === '' || owned
      ? { value: true }
      : refuse('customerOwned', 'not_permitted', 'A device that you add is owned by you; leave it empty or write Y.');
  }
  if (owned && customer?.value === null)
    return refuse('customer', 'missing_value', 'A customer-owned device needs its customer; write the Tenant customer name.');
  return { value: owned };
}
