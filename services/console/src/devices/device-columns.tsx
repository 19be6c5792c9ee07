import { Link, useSearchParams } from 'react-router';
import { type Named, useMe } from '../api/me.js';
import type { Column } from '../list/column.js';
import { moment } from '../words/figures.js';
import { type Device, plainMac } from './device.js';
import { Lifecycle, ManagedBy, YesNo } from './device-words.js';
import { useAsOf } from './as-of.js';
import { ListedAddress } from './listed-address.js';
import { LiveStatus, StatusChip } from './status-chip.js';

const column = (id: string, width: number, cell: Column<Device>['cell'], over: Partial<Column<Device>> = {}): Column<Device> => ({
  id,
  label: `device.${id}`,
  width,
  sort: id,
  shown: true,
  cell,
  ...over,
});

/** A secret, which the service of the list does not have: it sorts by all else. */
const unsorted = ({ sort: _, ...rest }: Column<Device>): Column<Device> => rest;

const LATER = { shown: false };
const END = { align: 'end' } as const;
const LINE = { narrow: 'line' } as const;

/** Nothing for a customer's users, who change no device. */
export const ADDRESS = 'address';

/** The columns of INV-10: the first ten in this order until the user chooses. */
export const DEVICE_COLUMNS: readonly Column<Device>[] = [
  column('name', 190, ({ id, name }) => <DeviceLink id={id} name={name} />, { mandatory: true }),
  column('description', 180, ({ description }) => description),
  column('model', 170, ({ model }) => model.name, LINE),
  column('profile', 150, ({ profile }) => profile && <ProfileLink {...profile} />),
  column('managedBy', 150, ({ managedBy }) => <ManagedBy reseller={managedBy} />),
  column('macAddress', 150, ({ macAddress }) => macAddress && <span className="rf-mono">{macAddress}</span>, LINE),
  column('assignedTo', 160, ({ assignedTo }) => assignedTo?.name, LINE),
  column('totalPorts', 84, ({ totalPorts }) => totalPorts, END),
  column('freePorts', 84, ({ freePorts }) => freePorts, END),
  column('inventoryId', 130, ({ inventoryId }) => inventoryId),
  column('macPlain', 130, ({ macAddress }) => <span className="rf-mono">{plainMac(macAddress)}</span>, { ...LATER, sort: 'macAddress' }),
  column('extensions', 130, ({ extensions }) => extensions.join(', '), LATER),
  column('site', 140, ({ site }) => site?.name, LATER),
  column('status', 130, (device) => <ListedStatus device={device} />, { ...LATER, narrow: 'sign' }),
  unsorted(column(ADDRESS, 420, ({ id }) => <ListedAddress id={id} />, LATER)),
  column('state', 110, ({ state }) => <Lifecycle state={state} />, LATER),
  column('customerOwned', 110, ({ customerOwned }) => <YesNo value={customerOwned} />, LATER),
  column('createdAt', 160, ({ createdAt }) => moment(createdAt), LATER),
  column('updatedAt', 160, ({ updatedAt }) => moment(updatedAt), LATER),
];

function ListedStatus({ device }: { readonly device: Device }): React.JSX.Element {
  const [asOf] = useAsOf();
  return asOf === undefined ? <LiveStatus device={device} /> : <StatusChip status={null} />;
}

/** A customer's user sees the name of a profile and no more (DIR-02a). */
const ProfileLink = ({ id, name }: Named): React.JSX.Element =>
  useMe().role === 'customer-user' ? (
    <>{name}</>
  ) : (
    <Link to={`/profiles/${id}`} tabIndex={-1} title={name}>
      {name}
    </Link>
  );

const CARRIED = ['scope', 'asOf'];

/** Within the scope, and of the moment, that the list is of. */
function DeviceLink({ id, name }: { readonly id: string; readonly name: string }): React.JSX.Element {
  const [params] = useSearchParams();
  const carried = new URLSearchParams([...params].filter(([each]) => CARRIED.includes(each))).toString();
  return (
    <Link to={{ pathname: `/devices/${id}`, search: carried }} tabIndex={-1} title={name}>
      {name}
    </Link>
  );
}
