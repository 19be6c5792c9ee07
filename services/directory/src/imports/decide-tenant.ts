import { nameKey, newId, shorten, yesOrNo } from '@ringfleet/kernel';
import { Customer } from '../customers/customer.js';
import { Reseller } from '../resellers/reseller.js';
import { Site } from '../sites/site.js';
import type { Adding, RowJudge, Told } from './row-judge.js';
import { modelsIn, permissionOf } from './tree-row.js';

const NAME = { code: 'name_not_unique' } as const;

export function addReseller(judge: RowJudge): Adding {
  const { tree, at } = judge.judgement;
  const name = judge.name();
  const report = judge.text('lineStatesReport');
  const lineStatesReport = yesOrNo(report);
  const there = tree.resellerNamed(nameKey(name));
  if (there && there.lineStatesReport === lineStatesReport) return { isThere: true, make: undefined };
  if (lineStatesReport === undefined) judge.refuse('lineStatesReport', 'bad_yes_no', `${shorten(report)} is neither yes nor no; write Y or N.`);
  if (there) judge.refuseTaken(there, { ...NAME, what: 'The reseller' });
  const make = (): Reseller => {
    const reseller = new Reseller(newId(), name, at);
    reseller.lineStatesReport = lineStatesReport ?? false;
    return reseller;
  };
  return { isThere: false, make };
}

export function addCustomer(judge: RowJudge): Adding {
  const { tree, at } = judge.judgement;
  const name = judge.name();
  const reseller = judge.reseller();
  const permission = judge.text('provisionDevices');
  const provisionDevices = permissionOf(permission);
  const there = reseller && tree.customerNamed(reseller.value, nameKey(name));
  if (there && there.provisionDevices === provisionDevices) return { isThere: true, make: undefined };
  if (!provisionDevices) judge.refuse('provisionDevices', 'bad_permission', `${shorten(permission)} is no permission; write none, view or modify.`);
  if (there) judge.refuseTaken(there, { ...NAME, what: 'The customer' });
  if (!reseller || !provisionDevices) return { isThere: false, make: undefined };
  return { isThere: false, make: () => new Customer({ id: newId(), name, resellerId: reseller.value, provisionDevices }, at) };
}

export function addSite(judge: RowJudge): Adding {
  const { tree, at } = judge.judgement;
  const name = judge.name();
  const customer = judge.customer(judge.reseller());
  const models = approvedModels(judge);
  const there = customer && tree.siteNamed(customer.value.id, nameKey(name));
  if (there && models && isSame(there.approvedModelIds, models.value)) return { isThere: true, make: undefined };
  if (there) judge.refuseTaken(there, { ...NAME, what: 'The site' });
  if (!customer || !models) return { isThere: false, make: undefined };
  const { id: customerId, resellerId } = customer.value;
  return { isThere: false, make: () => new Site({ id: newId(), name, customerId, resellerId, approvedModelIds: models.value }, at) };
}

/** DIR-07. */
function approvedModels(judge: RowJudge): Told<readonly string[]> {
  const ids = new Set<string>();
  const unknown: string[] = [];
  for (const name of modelsIn(judge.row)) {
    const id = judge.judgement.tree.modelId(nameKey(name));
    if (id === undefined) unknown.push(shorten(name));
    else ids.add(id);
  }
  if (unknown.length === 0) return { value: [...ids] };
  const [first = ''] = unknown;
  const more = unknown.length > 1 ? ` and ${unknown.length - 1} more` : '';
  return judge.refuse('approvedModels', 'unknown_model', `No device model ${first} is known${more}; write vendor and model, separated by semicolons.`);
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((id) => other.includes(id));
