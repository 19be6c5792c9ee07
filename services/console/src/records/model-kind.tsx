import { useTranslation } from 'react-i18next';
import { figure } from '../words/figures.js';
import { column, title } from './record-columns.js';
import type { Field, ListedKind, TreeRecord } from './record-kind.js';

const FEATURES = ['virtual', 'dectBase', 'dectMulticell'] as const;
const text = (name: string): Field => ({ name, kind: 'text' });
const listed = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');

/** 00:15:65 → 001565 */
export const spelledPrefix = (typed: string): string => typed.replaceAll(/[^\da-f]/gi, '').toUpperCase();

/** Its name says the vendor too: "Yealink SIP-T54W". */
export const nameWithoutVendor = ({ name = '', vendor }: TreeRecord): string =>
  name.startsWith(`${String(vendor)} `) ? name.slice(`${String(vendor)} `.length) : name;

/** The catalogue of device models (INV-13): whoever manages devices reads it, the provider adds its own and changes those that were shipped. */
export const MODEL_KIND: ListedKind = {
  key: 'models',
  words: 'model',
  columns: [
    title('name'),
    column('vendor', 130, { label: 'model.vendor' }),
    column('ports', 80, { label: 'model.ports', align: 'end', cell: ({ ports }) => figure(Number(ports)) }),
    column('features', 240, { label: 'model.features', cell: (row) => <Features model={row} /> }),
    column('macPrefixes', 260, {
      label: 'model.macPrefixes',
      cell: ({ macPrefixes }) => (
        <span className="rf-mono" title={listed(macPrefixes)}>
          {listed(macPrefixes)}
        </span>
      ),
    }),
    column('configFiles', 220, { label: 'model.configFiles', shown: false, cell: ({ configFiles }) => listed(configFiles) }),
    ...['firmware', 'resyncEvent', 'rebootEvent'].map((id) => column(id, 160, { label: `model.${id}`, shown: false })),
  ],
  fields: [
    { name: 'vendor', kind: 'text', required: true },
    { name: 'name', kind: 'text', required: true, from: nameWithoutVendor },
    { name: 'ports', kind: 'figure', required: true },
    ...FEATURES.map((name): Field => ({ name, kind: 'switch' })),
    { name: 'expansionModules', kind: 'figure' },
    { name: 'macPrefixes', kind: 'texts', spelled: spelledPrefix },
    { name: 'configFiles', kind: 'texts', section: 'model.provisioning' },
    ...['firmware', 'resyncEvent', 'rebootEvent'].map(text),
  ],
  mayChange: ({ role }) => role === 'administrator',
  within: () => ({}),
};

function Features({ model }: { readonly model: TreeRecord }): React.JSX.Element {
  const { t } = useTranslation();
  const modules = Number(model['expansionModules'] ?? 0);
  const words = FEATURES.filter((name) => model[name] === true).map((name) => t(`model.${name}`));
  return <>{[...words, ...(modules > 0 ? [t('model.modules', { count: modules, figure: figure(modules) })] : [])].join(', ')}</>;
}
