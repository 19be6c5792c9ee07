import type { AccessWorld } from '../support/inside.js';
import { emptyTree } from './model.js';
import type { Real } from './real.js';
import type { State } from './turn.js';

/** Two resellers and a customer of each and of the provider, from which everything else grows. */
export async function plantRoots(world: AccessWorld, real: Real): Promise<State> {
  const model: State = { tree: emptyTree(), made: 0 };
  for (const key of ['north', 'south']) {
    model.tree.reseller.set(key, {});
    real.made(key, (await world.administrator.post<{ id: string }>('/api/v1/resellers', { name: real.name(key) })).id);
    await real.heard('reseller', key);
  }
  for (const [key, reseller] of [
    ['of-north', 'north'],
    ['of-south', 'south'],
    ['direct', null],
  ] as const) {
    model.tree.customer.set(key, { reseller, permission: 'modify' });
    const body = { name: real.name(key), ...(reseller !== null && { resellerId: real.id(reseller) }) };
    real.made(key, (await world.administrator.post<{ id: string }>('/api/v1/customers', body)).id);
    await real.heard('customer', key);
  }
  return model;
}

/** With sites and accounts of each, and a customer more that may only look. */
export async function plantTree(world: AccessWorld, real: Real): Promise<State> {
  const state = await plantRoots(world, real);
  const { tree } = state;
  const make = async (kind: 'customer' | 'site' | 'account', key: string, body: object): Promise<void> => {
    real.made(key, (await world.administrator.post<{ id: string }>(`/api/v1/${kind}s`, body)).id);
    await real.heard(kind, key);
  };
  tree.customer.set('looks', { reseller: 'north', permission: 'view' });
  await make('customer', 'looks', { name: real.name('looks'), resellerId: real.id('north'), provisionDevices: 'view' });
  const [approved] = real.models;
  for (const customer of tree.customer.keys()) {
    for (const [site, models] of [
      [`office-${customer}`, []],
      [`lobby-${customer}`, approved ? [approved] : []],
    ] as const) {
      tree.site.set(site, { customer, approved: models.map(({ name }) => name) });
      await make('site', site, { name: real.name(site), customerId: real.id(customer), approvedModelIds: models.map(({ id }) => id) });
    }
    for (const account of [`one-${customer}`, `two-${customer}`, `fax-${customer}`]) {
      const isPhone = !account.startsWith('fax');
      tree.account.set(account, { customer, isPhone });
      await make('account', account, { number: real.name(account), customerId: real.id(customer), kind: isPhone ? 'phone-terminal' : 'fax' });
    }
  }
  return state;
}
