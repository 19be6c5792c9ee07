import { Account } from '../accounts/account.js';
import { Customer } from '../customers/customer.js';
import { Reseller } from '../resellers/reseller.js';
import { Site } from '../sites/site.js';

export type TreeNode = Reseller | Customer | Site | Account;

/** A record that a row added. */
export interface Added {
  readonly node: TreeNode;
  readonly row: number;
}

/** What the uploader sees. */
export interface SeenTree {
  readonly nodes: readonly TreeNode[];
  /** Ids of device models by the key of vendor and name. */
  readonly models: ReadonlyMap<string, string>;
}

/** What it may not see: keys that accounts of others use. */
export interface UnseenKeys {
  readonly numbers: Iterable<string>;
  readonly sipUsernames: Iterable<string>;
}

/** The nodes that a chunk mentions, as the rows so far have left them: each row updates it, so that the next meets what it did. */
export class WorkingTree {
  private readonly resellers = new Map<string, Reseller>();
  private readonly customers = new Map<string, Customer>();
  private readonly namesakes = new Map<string, Customer[]>();
  private readonly sites = new Map<string, Site>();
  private readonly accounts = new Map<string, Account>();
  private readonly sipUsernames = new Map<string, Account>();
  private readonly rows = new Map<string, number>();
  private readonly hiddenNumbers: ReadonlySet<string>;
  private readonly hiddenSipUsernames: ReadonlySet<string>;

  constructor(
    private readonly seen: SeenTree,
    unseen: UnseenKeys,
  ) {
    this.hiddenNumbers = new Set(unseen.numbers);
    this.hiddenSipUsernames = new Set(unseen.sipUsernames);
    for (const node of seen.nodes) this.put(node);
  }

  /** Takes over what earlier rows did that could not be read back yet. */
  after(added: readonly Added[]): this {
    for (const { node, row } of added) this.add(node, row);
    return this;
  }

  add(node: TreeNode, row: number): void {
    this.put(node);
    this.rows.set(node.id, row);
  }

  /** The row that added it, where that is known. */
  rowOf({ id }: TreeNode): number | undefined {
    return this.rows.get(id);
  }

  resellerNamed(key: string): Reseller | undefined {
    return this.resellers.get(key);
  }

  /** @param resellerId null: of the provider itself */
  customerNamed(resellerId: string | null, key: string): Customer | undefined {
    return this.customers.get(customerKey(resellerId, key));
  }

  /** Whosever customers they are. */
  customersNamed(key: string): readonly Customer[] {
    return this.namesakes.get(key) ?? [];
  }

  siteNamed(customerId: string, key: string): Site | undefined {
    return this.sites.get(siteKey(customerId, key));
  }

  accountNumbered(key: string): Account | undefined {
    return this.accounts.get(key);
  }

  accountWithSipUsername(key: string): Account | undefined {
    return this.sipUsernames.get(key);
  }

  /** In use by an account that the uploader may not see. */
  isNumberHidden(key: string): boolean {
    return this.hiddenNumbers.has(key) && !this.accounts.has(key);
  }

  isSipUsernameHidden(key: string): boolean {
    return this.hiddenSipUsernames.has(key) && !this.sipUsernames.has(key);
  }

  modelId(key: string): string | undefined {
    return this.seen.models.get(key);
  }

  private put(node: TreeNode): void {
    if (node instanceof Reseller) this.resellers.set(node.nameKey, node);
    else if (node instanceof Customer) this.putCustomer(node);
    else if (node instanceof Site) this.sites.set(siteKey(node.customerId, node.nameKey), node);
    else {
      this.accounts.set(node.nameKey, node);
      this.sipUsernames.set(node.sipUsernameKey, node);
    }
  }

  private putCustomer(customer: Customer): void {
    const key = customerKey(customer.resellerId, customer.nameKey);
    const known = this.customers.get(key);
    this.customers.set(key, customer);
    const namesakes = this.namesakes.get(customer.nameKey) ?? [];
    this.namesakes.set(customer.nameKey, [...namesakes.filter((other) => other !== known), customer]);
  }
}

const customerKey = (resellerId: string | null, key: string): string => `${resellerId ?? ''}\u0001${key}`;
const siteKey = (customerId: string, key: string): string => `${customerId}\u0001${key}`;
