import { api, type Page } from '../api/api.js';
import { Problem } from '../api/problem.js';
import type { Named } from '../api/me.js';
import type { Scope } from '../frame/scope.js';
import type { ListAddress } from '../list/list-address.js';
import type { Selection } from '../list/selection.js';
import type { Operation, OperationKind } from '../operations/operation.js';
import { devicesPath, filtersIn } from './device-list.js';
import type { Status } from './status-live.js';

/** What the service takes at once: of phones named one by one, and of those that match a filter. */
export const MOST_NAMED = 1_000;
export const MOST_MATCHING = 10_000;
const PAGE = 200;
const STATUSES: readonly string[] = ['registered', 'aged', 'unregistered'] satisfies Status[];

/** Which phones, and which question they answer. */
export interface Chosen {
  readonly selection: Selection;
  readonly scope: Scope;
  readonly address: ListAddress;
}

const isAskedThere = ([name, value]: readonly [string, string]): boolean =>
  ['model', 'managedBy', 'assignedTo', 'site'].includes(name) || (name === 'status' && STATUSES.includes(value));

/** Whether the service that restarts phones knows all that the list is filtered by; else the phones are named to it one by one. */
export const isByFilter = ({ scope, address: { q, filters } }: Chosen): boolean => q === '' && Object.entries(filtersIn(scope, filters)).every(isAskedThere);

/** Refused with 409 `count_changed` where no longer as many match as were shown. */
export async function operate(
  chosen: Chosen,
  { kind, count, key }: { readonly kind: OperationKind; readonly count: number; readonly key: string },
): Promise<Operation> {
  const { selection, scope, address } = chosen;
  const start = (select: object): Promise<Operation> => api('operations', { method: 'POST', body: { kind, ...select }, idempotencyKey: key });
  if (selection.kind === 'some') return start({ ids: [...selection.ids] });
  if (isByFilter(chosen)) return start({ filter: filtersIn(scope, address.filters), expectedCount: count });
  const ids = await idsOf(scope, address);
  if (ids.length !== count) throw new Problem({ status: 409, title: '', code: 'count_changed', count: ids.length });
  return start({ ids });
}

async function idsOf(scope: Scope, address: ListAddress): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ids.length < MOST_NAMED;) {
    const page: Page<Named> = await api(devicesPath(scope, undefined, { ...address, after }, PAGE));
    ids.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) break;
    after = page.nextCursor;
  }
  return ids;
}
