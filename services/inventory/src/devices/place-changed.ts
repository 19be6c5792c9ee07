import { type Judge, type Told } from '../imports/judge.js';
import { forModel, isUsableOn, judgeProfile } from '../imports/judge-profile.js';
import { approvedOn, judgeCustomer, judgeCustomerOwned, judgeManagedBy, judgeModel, judgeShared, judgeSite } from '../imports/placement.js';
import type { Column } from '../imports/row.js';
import type { Model } from '../models/model.js';
import type { Customer } from '../tenants/tenant.js';
import type { Device } from './device.js';

/** Where a changed device belongs. */
export interface Place {
  readonly model: Told<Model>;
  readonly fields: Pick<
    Device,
    'modelId' | 'totalPorts' | 'managedBy' | 'shared' | 'customerId' | 'customerResellerId' | 'siteId' | 'profileId' | 'customerOwned'
  >;
  /** Fields emptied without having been said. */
  readonly cleared: readonly string[];
}

/** A change while it is judged: what the row says is judged as in an Add; what it leaves alone is judged where something that it rests on changes. */
class Changing {
  readonly cleared: string[] = [];

  constructor(
    readonly before: Device,
    readonly judge: Judge,
  ) {}

  says(column: Column): boolean {
    return this.judge.row.cells[column] !== undefined;
  }

  clear(field: string, was: unknown): { readonly value: null } {
    if (was !== null) this.cleared.push(field);
    return { value: null };
  }
}

/** Judges where the device belongs after the change; the reasons against it go to `judge.refuse`. */
export function placeChanged(before: Device, judge: Judge): Place {
  const change = new Changing(before, judge);
  const model = change.says('model') ? judgeModel(judge) : known(judge.refs.modelById(before.modelId));
  const managedBy = change.says('managedBy') ? judgeManagedBy(judge) : { value: before.managedBy };
  const shared = sharedAfter(change, managedBy);
  const customer = customerAfter(change, managedBy, shared);
  const owner = ownerOf(before, customer);
  const customerOwned = ownedAfter(change, owner, customer);
  const siteId = siteAfter(change, { owner, customer }, model);
  const profileId = profileAfter(change, managedBy, model);
  return {
    model,
    cleared: change.cleared,
    fields: {
      modelId: model?.value.id ?? before.modelId,
      // The number is the device's as long as its model stays.
      totalPorts: change.says('model') ? (model?.value.ports ?? before.totalPorts) : before.totalPorts,
      managedBy: managedBy ? managedBy.value : before.managedBy,
      shared: shared?.value ?? before.shared,
      ...owner,
      siteId,
      profileId,
      customerOwned,
    },
  };
}

const known = <T>(value: T | undefined): Told<T> => (value === undefined ? undefined : { value });

type Owner = Pick<Device, 'customerId' | 'customerResellerId'>;
/** `kept`: its customer stays, whatever may be known of it. */
type CustomerAfter = Told<Customer | null> | 'kept';

const ownerOf = (before: Device, customer: CustomerAfter): Owner =>
  customer === 'kept' || !customer
    ? { customerId: before.customerId, customerResellerId: before.customerResellerId }
    : { customerId: customer.value?.id ?? null, customerResellerId: customer.value?.resellerId ?? null };

/** INV-05: sharing is for devices managed by Administrator only, and stays as long as a subcustomer holds the device. */
function sharedAfter(change: Changing, managedBy: Told<string | null>): Told<boolean> {
  const { before, judge } = change;
  if (change.says('shared')) {
    const shared = judgeShared(judge, managedBy);
    const isHeld = before.customerResellerId !== null && managedBy?.value === before.managedBy && !change.says('customer');
    if (shared?.value === false && before.shared && isHeld) {
      return judge.refuse('shared', 'shared_in_use', 'A customer of a reseller holds the device; it can be unshared once that is over.');
    }
    return shared;
  }
  if (before.shared && managedBy && managedBy.value !== null) {
    return judge.refuse(
      'managedBy',
      'shared_and_managed',
      'The device is shared with resellers; end that in the same request, or leave it with Administrator only.',
    );
  }
  return { value: before.shared };
}

/** INV-04, INV-06. */
function customerAfter(change: Changing, managedBy: Told<string | null>, shared: Told<boolean>): CustomerAfter {
  const { before, judge } = change;
  if (change.says('customer')) return judgeCustomer(judge, managedBy, shared);
  if (managedBy && managedBy.value !== before.managedBy) return change.clear('assignedTo', before.customerId);
  return 'kept';
}

/** INV-08a. */
function ownedAfter(change: Changing, owner: Owner, customer: CustomerAfter): boolean {
  const { before, judge } = change;
  const told = customer === 'kept' ? keptCustomer(before, judge) : customer;
  const owned = change.says('customerOwned') ? judgeCustomerOwned(judge, told) : { value: before.customerOwned };
  if (before.customerOwned && owned?.value === true && owner.customerId !== before.customerId) {
    judge.refuse('customerOwned', 'customer_owned', 'The device is the property of its customer; clear that mark in the same request.');
  }
  return owned?.value ?? before.customerOwned;
}

function keptCustomer({ customerId }: Device, { refs }: Judge): Told<Customer | null> {
  if (customerId === null) return { value: null };
  return known(refs.customersNamed(customerId)[0]);
}

function siteAfter(change: Changing, { owner, customer }: { readonly owner: Owner; readonly customer: CustomerAfter }, model: Told<Model>): string | null {
  const { before, judge } = change;
  if (change.says('site')) return judgeSite(judge, customer === 'kept' ? keptCustomer(before, judge) : customer, model)?.value?.id ?? null;
  if (owner.customerId !== before.customerId) return change.clear('site', before.siteId).value;
  const site = before.siteId !== null && before.customerId !== null ? judge.refs.siteOf(before.customerId, before.siteId) : undefined;
  if (change.says('model') && site) approvedOn(judge, site, model);
  return before.siteId;
}

/** PRV-01: another manager may not be allowed the profile, which is cleared then; another model needs one of its own. */
function profileAfter(change: Changing, managedBy: Told<string | null>, model: Told<Model>): string | null {
  const { before, judge } = change;
  if (change.says('profile')) return judgeProfile(judge, managedBy, model)?.value?.id ?? null;
  const [profile] = before.profileId === null ? [] : judge.refs.profilesByKey(before.profileId);
  if (!profile) return before.profileId;
  if (managedBy && managedBy.value !== before.managedBy && !isUsableOn(profile, managedBy.value)) return change.clear('profile', profile.id).value;
  if (change.says('model')) forModel(judge, profile, model);
  return profile.id;
}
