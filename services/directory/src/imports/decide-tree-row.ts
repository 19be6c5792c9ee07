import { actionOf, type Caller, reason, shorten, textOf } from '@ringfleet/kernel';
import { addAccount } from './decide-account.js';
import { addCustomer, addReseller, addSite } from './decide-tenant.js';
import { type Adding, RowJudge, type TreeJudgement } from './row-judge.js';
import { type Column, COLUMNS, type NodeType, OWN_COLUMNS, type TreeReason, type TreeRow, typeOf } from './tree-row.js';
import type { TreeNode } from './working-tree.js';

/** What becomes of a row of the tree: exactly one of these (IMP-05). */
export type TreeDecision =
  | { readonly outcome: 'added'; readonly node: TreeNode }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'rejected'; readonly reasons: readonly TreeReason[] };

const ADD: Readonly<Record<NodeType, (judge: RowJudge) => Adding>> = {
  reseller: addReseller,
  customer: addCustomer,
  site: addSite,
  account: addAccount,
};

/** The one decision about a row of the tree, pure but for the working tree, which it leaves as the row leaves the tree (DIR-11). */
export function decideTreeRow(row: TreeRow, judgement: TreeJudgement): TreeDecision {
  const type = typeOf(textOf(row, 'type'));
  const unreadable = [...judgeAction(row), ...judgeType(row, type)];
  if (unreadable.length > 0 || !type) return { outcome: 'rejected', reasons: unreadable };
  const judge = new RowJudge(row, judgement);
  const { isThere, make } = ADD[type](judge);
  if (isThere) return { outcome: 'unchanged' };
  const reasons = [...judgePermission(row, type, judgement.uploader), ...judge.reasons, ...strays(row, type)];
  if (reasons.length > 0 || !make) return { outcome: 'rejected', reasons };
  const node = make();
  judgement.tree.add(node, row.row);
  return { outcome: 'added', node };
}

function judgeAction(row: TreeRow): TreeReason[] {
  const action = textOf(row, 'action');
  if (action === '') return [reason(row, 'action', 'missing_value', 'Action is empty; write Add.')];
  if (actionOf(action) === 'add') return [];
  return [reason(row, 'action', 'bad_action', `${shorten(action)} is no action of a tree; write Add. What is there is changed and removed one by one.`)];
}

function judgeType(row: TreeRow, type: NodeType | undefined): TreeReason[] {
  if (type) return [];
  const text = textOf(row, 'type');
  const remedy = 'write Reseller, Customer, Site or Account.';
  return [
    text === '' ? reason(row, 'type', 'missing_value', `Type is empty; ${remedy}`) : reason(row, 'type', 'bad_type', `${shorten(text)} is no type; ${remedy}`),
  ];
}

/** DIR-02a: the administrator all of it, a reseller its customers and below. */
function judgePermission(row: TreeRow, type: NodeType, { role }: Caller): TreeReason[] {
  if (role === 'administrator' || (role === 'reseller-admin' && type !== 'reseller')) return [];
  const message = type === 'reseller' ? 'Only an administrator may add resellers.' : 'You may not change the tree; ask an administrator.';
  return [reason(row, 'type', 'not_permitted', message)];
}

function strays(row: TreeRow, type: NodeType): TreeReason[] {
  const known: readonly Column[] = ['action', 'type', 'name', ...OWN_COLUMNS[type]];
  const filled = (Object.keys(COLUMNS) as Column[]).filter((column) => !known.includes(column) && textOf(row, column) !== '');
  return filled.map((column) => reason(row, column, 'column_not_for_type', `A row of this type says nothing in ${COLUMNS[column]}; leave it empty.`));
}
