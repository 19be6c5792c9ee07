import type { Caller, Clock, Page } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { isCustomColumn } from '../fields/custom-column.js';
import { customSource } from '../fields/custom-source.js';
import { momentOf } from './as-of.js';
import { Conditions } from './conditions.js';
import { countDevices } from './count-devices.js';
import { NAME_FIELDS, NAMES_JOINED, VIEW_FIELDS, VIEW_JOINED } from './device-columns.js';
import { DeviceCursor } from './device-cursor.js';
import { conditionsOf, type DeviceSelection, FILTERED, looksForText } from './device-filters.js';
import { sortsOf } from './device-sort.js';
import type { Sort } from './order-step.js';
import { devicesAsOf, devicesNow } from './device-source.js';
import { type DeviceView, deviceViews, type JoinedDeviceRow } from './device-view.js';
import { waitForWriting } from './writing.js';
import { fewStretch, stretchesOf } from './device-walk.js';
import type { Stretch, Walk } from './stretch.js';

export interface ListDevicesQuery extends DeviceSelection {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** "name,-createdAt"; ties by record id (INV-10). */
  readonly sort?: string | undefined;
}

/** `asOf` as it was written. */
type Asked = Omit<ListDevicesQuery, 'asOf'> & { readonly asOf?: string | undefined };
const customOf = (filters: ListDevicesQuery['filters']): unknown =>
  Object.entries(filters)
    .filter(([column]) => isCustomColumn(column))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

type PageRow = JoinedDeviceRow & Record<string, unknown>;

/** A page of the device list, straight from SQL (INV-10), as it is or as it was at a moment (INV-14). */
@Injectable()
export class ListDevices {
  private readonly clock: Clock;
  private readonly cursors: DeviceCursor;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.clock = ports.clock;
    this.cursors = new DeviceCursor(ports.sealer);
  }

  async execute(caller: Caller, { asOf: moment, ...asked }: Asked): Promise<Page<DeviceView>> {
    const asOf = moment === undefined ? undefined : momentOf(moment, this.clock());
    const query = { ...asked, asOf };
    const { sort = 'name', limit, cursor, q, filters } = query;
    const question = [sort, q, FILTERED.map((column) => filters[column]), customOf(filters), asOf];
    const values = cursor === undefined ? undefined : this.cursors.open(caller, question, cursor);
    return this.database.transaction(caller.scope, async (tx) => {
      const walk = walkOf(caller, { ...query, custom: await customSource(tx, caller.scope, query) }, values);
      if (asOf) await waitForWriting(tx, asOf);
      const total = await countDevices(tx, walk.matching, walk.source);
      const stretches = total.exact ? [fewStretch(walk, looksForText(query))] : stretchesOf(walk);
      const rows = await pageOf(tx, walk, stretches, limit + 1);
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        items: await deviceViews(tx, rows.slice(0, limit)),
        nextCursor: last
          ? this.cursors.seal(
              caller,
              question,
              walk.sorts.map((_, index) => last[`sort_${index}`]),
            )
          : null,
        total,
      };
    });
  }
}

export function walkOf({ scope }: Caller, { sort = 'name', ...selection }: ListDevicesQuery, values?: readonly unknown[]): Walk {
  const asked = sortsOf(sort, selection.custom);
  const sql = new Conditions();
  const source = selection.asOf ? devicesAsOf(scope, selection.asOf, sql) : devicesNow(scope);
  return { source, matching: conditionsOf(selection, sql), sorts: source.isLive ? upToUnique(asked) : asked.filter(knownThen), after: values };
}

/** In a column of which then nothing is known all devices are alike. */
const knownThen = ({ column }: Sort): boolean => !column?.beside;

/** Behind a column of which no two devices have the same, nothing else is sorted by. */
function upToUnique(sorts: readonly Sort[]): readonly Sort[] {
  const unique = sorts.findIndex(({ column }) => column?.unique && column.absent === undefined);
  return unique === -1 ? sorts : sorts.slice(0, unique + 1);
}

async function pageOf(tx: Tx, walk: Walk, stretches: readonly Stretch[], wanted: number): Promise<PageRow[]> {
  const rows: PageRow[] = [];
  for (const stretch of stretches) {
    if (rows.length === wanted) break;
    rows.push(...(await tx.query<PageRow>(pageSql(walk, stretch, wanted - rows.length), stretch.params)));
  }
  return rows;
}

/** All that is shown of the devices of a stretch. */
export function pageSql({ source, sorts }: Walk, stretch: Stretch, limit: number): string {
  const keys = sorts.map((_, index) => `page.sort_${index}`);
  const order = sorts.map(({ descending }, index) => `page.sort_${index}${descending ? ' desc' : ''}`);
  const [fields, joined] = source.isLive ? [VIEW_FIELDS, VIEW_JOINED] : [NAME_FIELDS, NAMES_JOINED];
  return `select d.*, ${fields}, ${keys.join(', ')} from (${stretch.sql(limit)}) page ${source.whole} ${joined} order by ${order.join(', ')}`;
}
