import { type Caller, cellOf, codePoints, hasControlCharacters, isAdministratorOnly, nameKey, reason, shorten, textOf } from '@ringfleet/kernel';
import type { Sealer } from '@ringfleet/secrets';
import type { Customer } from '../customers/customer.js';
import type { Site } from '../sites/site.js';
import { type Column, COLUMNS, type TreeReason, type TreeRow } from './tree-row.js';
import type { TreeNode, WorkingTree } from './working-tree.js';

/** A value that a cell gave, or undefined where it gave none that later checks could rest on (IMP-05a). */
export type Told<T> = { readonly value: T } | undefined;

/** What a secret cell says: nothing, a text, or what cannot be opened any more. */
export type Secret = { readonly text: string } | 'unreadable';

/** What a row of the tree is judged against. */
export interface TreeJudgement {
  readonly tree: WorkingTree;
  readonly uploader: Caller;
  readonly at: Date;
  readonly sealer: Sealer;
  /** Of the cell SIP password, outer blanks cut off. */
  readonly password: (row: TreeRow) => Secret;
}

/** What a row that adds a node says; the judge has the reasons against it. */
export interface Adding {
  /** The node of that name is there and equals the row. */
  readonly isThere: boolean;
  /** undefined where the row does not say enough. */
  readonly make: (() => TreeNode) | undefined;
}

const MAX_NAME = 64;

/** The judgement of one row: collects every reason it has. */
export class RowJudge {
  readonly reasons: TreeReason[] = [];

  constructor(
    readonly row: TreeRow,
    readonly judgement: TreeJudgement,
  ) {}

  text(column: Column): string {
    return textOf(this.row, column);
  }

  /** Notes the reason; gives undefined, so that a judgement can return it. */
  refuse(column: Column, code: string, message: string): undefined {
    this.reasons.push(reason(this.row, column, code, message));
    return undefined;
  }

  /** The name, or the number of an account: 1 to 64 characters, none of them control characters (INV-02). */
  name(): string {
    const { text, inexact } = cellOf(this.row, 'name');
    if (text === '') this.refuse('name', 'missing_value', 'Name is empty; write the name, or the number of an account.');
    else if (inexact) this.refuse('name', 'bad_name', `${shorten(text)} ${INEXACT}`);
    else if (hasControlCharacters(text)) this.refuse('name', 'bad_name', 'The name holds a control character, such as a line break; remove it.');
    else this.withinLength('name', text, MAX_NAME);
    return text;
  }

  /** A text of at most so many characters; null for an empty cell. */
  plain(column: Column, most: number): string | null {
    const { text, inexact } = cellOf(this.row, column);
    if (inexact) this.refuse(column, 'bad_text', `${shorten(text)} ${INEXACT}`);
    else if (hasControlCharacters(text)) this.refuse(column, 'bad_text', `${COLUMNS[column]} holds a control character, such as a line break; remove it.`);
    else this.withinLength(column, text, most);
    return text || null;
  }

  /** That a record of that name is there, and differs from the row. */
  refuseTaken(there: TreeNode, { code, what }: { readonly code: string; readonly what: string }): void {
    const row = this.judgement.tree.rowOf(there);
    const by = row === undefined ? '' : `, added by row ${row},`;
    this.refuse('name', code, `${what} ${shorten(this.text('name'))} is there already${by} and differs from this row; choose another, or change it in place.`);
  }

  /** Whose customer the row means: an empty cell is the uploader's own side, which of the provider is the provider itself (null). */
  reseller(): Told<string | null> {
    const { uploader, tree } = this.judgement;
    const { scope } = uploader;
    const own = scope.kind === 'provider' ? null : scope.resellerId;
    const text = this.text('reseller');
    if (text === '') return { value: own };
    if (isAdministratorOnly(text)) {
      return own === null ? { value: null } : this.refuse('reseller', 'not_permitted', 'Only the provider may import its own customers; leave Reseller empty.');
    }
    const reseller = tree.resellerNamed(nameKey(text));
    if (!reseller) return this.refuse('reseller', 'unknown_reseller', `No reseller ${shorten(text)} is known; leave it empty for your own side.`);
    return { value: reseller.id };
  }

  customer(reseller: Told<string | null>): Told<Customer> {
    const text = this.text('customer');
    if (text === '') return this.refuse('customer', 'missing_value', 'Customer is empty; write whose it is.');
    if (!reseller) return undefined;
    const { tree } = this.judgement;
    const customer = tree.customerNamed(reseller.value, nameKey(text));
    if (customer) return { value: customer };
    return tree.customersNamed(nameKey(text)).length > 0
      ? this.refuse('customer', 'customer_of_another_reseller', `${shorten(text)} is no customer of whom Reseller says; correct Reseller or Customer.`)
      : this.refuse('customer', 'unknown_customer', `No customer ${shorten(text)} is known; a row above may add it.`);
  }

  site(customer: Told<Customer>): Told<Site | null> {
    const text = this.text('site');
    if (text === '') return { value: null };
    if (!customer) return undefined;
    const site = this.judgement.tree.siteNamed(customer.value.id, nameKey(text));
    return site
      ? { value: site }
      : this.refuse('site', 'unknown_site', `${shorten(customer.value.name)} has no site ${shorten(text)}; a row above may add it.`);
  }

  private withinLength(column: Column, text: string, most: number): void {
    if (codePoints(text) > most) this.refuse(column, 'value_too_long', `${COLUMNS[column]} has ${codePoints(text)} characters; ${most} are allowed.`);
  }
}

const INEXACT = 'is a number cell that cannot be read digit for digit; format the cell as text and write it again.';
