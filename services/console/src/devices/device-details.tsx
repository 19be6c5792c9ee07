import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/me.js';
import { figure, moment } from '../words/figures.js';
import { useFieldsOf } from './custom-fields.js';
import { type Device, plainMac } from './device.js';
import { ManagedBy, YesNo } from './device-words.js';
import { ProvisioningAddress } from './provisioning-address.js';

interface DeviceDetailsProps {
  readonly device: Device;
  readonly past: boolean;
}

/** The fields in the order of the form (INV-11), then what the service keeps. */
export function DeviceDetails({ device, past }: DeviceDetailsProps): React.JSX.Element {
  const { t } = useTranslation();
  const maySeeAddress = useMe().role !== 'customer-user' && !past;
  const custom = useFieldsOf(device);
  const fields: readonly (readonly [string, ReactNode])[] = [
    ['model', device.model.name],
    ['name', device.name],
    ['macAddress', device.macAddress && <span className="rf-mono">{device.macAddress}</span>],
    ['macPlain', device.macAddress && <span className="rf-mono">{plainMac(device.macAddress)}</span>],
    ['managedBy', <ManagedBy key="" reseller={device.managedBy} />],
    ['sharedWithResellers', device.managedBy ? null : <YesNo key="" value={device.sharedWithResellers} />],
    ['assignedTo', device.assignedTo?.name],
    ['site', device.site?.name],
    ['customerOwned', <YesNo key="" value={device.customerOwned} />],
    ['profile', device.profile?.name],
    ['inventoryId', device.inventoryId],
    ['description', device.description],
    ['fileName', device.fileName],
    ['acceptDataFromPhone', <YesNo key="" value={device.acceptDataFromPhone} />],
    ['virtual', <YesNo key="" value={device.virtual} />],
    ['secretVersion', t(device.secretVersion > 0 ? 'device.secretsSet' : 'device.secretsNotSet')],
    ['extensions', device.extensions.length > 0 ? device.extensions.join(', ') : null],
    ['totalPorts', figure(device.totalPorts)],
    ['freePorts', figure(device.freePorts)],
    ['createdAt', moment(device.createdAt)],
    ['updatedAt', moment(device.updatedAt)],
  ];
  return (
    <dl className="rf-details">
      {fields.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`device.${name}`)}</dt>
          <dd>{value ?? <span className="rf-dimmed">{t('word.none')}</span>}</dd>
        </div>
      ))}
      {custom.map((field) => (
        <div key={field.id}>
          <dt>{field.name}</dt>
          <dd>{device.custom[field.id]}</dd>
        </div>
      ))}
      {maySeeAddress && <ProvisioningAddress id={device.id} />}
    </dl>
  );
}
