import type { INestApplicationContext } from '@nestjs/common';
import type { Author } from '@ringfleet/contracts';
import { namedId } from '@ringfleet/kernel';
import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import { hashSecret, newSecret } from '@ringfleet/secrets';
import { accountCreated } from '../accounts/account.events.js';
import { Account } from '../accounts/account.js';
import { customerCreated } from '../customers/customer.events.js';
import { Customer } from '../customers/customer.js';
import { resellerCreated } from '../resellers/reseller.events.js';
import { Reseller } from '../resellers/reseller.js';
import { keyCreated } from '../service-keys/service-key.events.js';
import { ServiceKey } from '../service-keys/service-key.js';
import { siteCreated } from '../sites/site.events.js';
import { Site } from '../sites/site.js';
import { userCreated } from '../users/user.events.js';
import { User } from '../users/user.js';
import { accountId, CUSTOMERS, customerId, type DemoCustomer, extensionOf, modelId, resellerId, RESELLERS, siteId, USERS } from './demo-tree.js';
import { FirstCredentials } from './first-credentials.js';

/** Fills an empty database with the demo data (product.md §11), in one transaction with its events. */
export async function fillDemo(tx: Tx, { app, now }: { readonly app: INestApplicationContext; readonly now: Date }): Promise<void> {
  const author: Author = { by: null, at: now };
  const records = [...RESELLERS.map((name) => addReseller(tx, name, author)), ...CUSTOMERS.flatMap((customer) => addCustomer(tx, customer, author))];
  // Before keys and users, which refer to the tree.
  await tx.em.flush();
  await tx.publish(records);
  const credentials = app.get(FirstCredentials);
  for (const name of RESELLERS) await addResellerKey(tx, credentials, name, now);
  for (const user of USERS) await addUser(tx, credentials, user, author);
}

function addReseller(tx: Tx, name: string, author: Author): OutgoingRecord {
  const reseller = new Reseller(resellerId(name), name, author.at);
  tx.em.persist(reseller);
  return resellerCreated(reseller, author);
}

function addCustomer(tx: Tx, demo: DemoCustomer, author: Author): OutgoingRecord[] {
  const owner = { customerId: customerId(demo), resellerId: demo.reseller ? resellerId(demo.reseller) : null };
  const customer = new Customer(
    { id: owner.customerId, name: demo.name, resellerId: owner.resellerId, provisionDevices: demo.provisionDevices ?? 'modify' },
    author.at,
  );
  const sites = (demo.sites ?? []).map(
    ({ name, approvedModels = [] }) => new Site({ ...owner, id: siteId(demo.name, name), name, approvedModelIds: approvedModels.map(modelId) }, author.at),
  );
  const accounts = demo.accounts.map(
    ({ number, site, displayName = null, kind = 'phone-terminal' }) =>
      new Account(
        {
          ...owner,
          id: accountId(number),
          number,
          displayName,
          kind,
          siteId: site ? siteId(demo.name, site) : null,
          extension: extensionOf(number),
          sipUsername: number,
          sipPassword: null,
        },
        author.at,
      ),
  );
  tx.em.persist([customer, ...sites, ...accounts]);
  return [
    customerCreated(customer, author),
    ...sites.map((site) => siteCreated(site, author)),
    ...accounts.flatMap((account) => accountCreated(account, author)),
  ];
}

async function addResellerKey(tx: Tx, credentials: FirstCredentials, name: string, now: Date): Promise<void> {
  const secret = newSecret();
  const id = namedId(`service-key/${name}`);
  const role = 'reseller-admin';
  const key = new ServiceKey({ id, name, role, resellerId: resellerId(name), customerId: null, secretHash: hashSecret(secret) }, now);
  tx.em.persist(key);
  await tx.publish([keyCreated(key, { by: null, at: now })]);
  await credentials.keep(tx, { id, kind: 'reseller-key', name, role, secret });
}

interface DemoUser extends Pick<User, 'name' | 'role'> {
  readonly reseller?: string;
  readonly customer?: Pick<DemoCustomer, 'name' | 'reseller'>;
}

async function addUser(tx: Tx, credentials: FirstCredentials, { name, role, reseller, customer }: DemoUser, author: Author): Promise<void> {
  const password = newSecret();
  const id = namedId(`user/${name}`);
  const owner = { resellerId: reseller ? resellerId(reseller) : null, customerId: customer ? customerId(customer) : null };
  const user = new User({ id, name, role, ...owner, provisionDevices: customer ? 'modify' : 'none' }, author.at);
  tx.em.persist(user);
  await tx.publish([userCreated(user, author)]);
  await credentials.keep(tx, { id, kind: 'user', name, role, secret: password });
}
