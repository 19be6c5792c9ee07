import { isProvider, useMe } from '../api/me.js';
import type { Device } from './device.js';
import { FetchLog } from './fetch-log.js';
import { GivenConfigs } from './given-configs.js';
import { PhoneFiles } from './phone-files.js';

/** What the phone got, what it asked for and what it brought (PRV-06, PRV-07, PRV-11). */
export default function DeviceConfig({ device }: { readonly device: Device }): React.JSX.Element {
  const me = useMe();
  return (
    <>
      {(isProvider(me) || me.role === 'reseller-admin') && <GivenConfigs deviceId={device.id} />}
      <FetchLog deviceId={device.id} />
      <PhoneFiles deviceId={device.id} />
    </>
  );
}
