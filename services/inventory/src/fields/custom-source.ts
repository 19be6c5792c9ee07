import type { Scope } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { fieldIdsIn } from './custom-column.js';
import type { CustomField, FieldsById } from './custom-field.js';
import { fieldsById } from './find-fields.js';

/** Where a question about devices finds what they have in custom fields. */
export interface CustomSource {
  /** Those that it names and that whoever asks sees. */
  readonly fields: FieldsById;
  /** The view of the values of the live devices, which indexes serve; undefined for those of a past moment, whose values stand in `d` alone. */
  readonly view: string | undefined;
}

// Each shows the values of the devices that its kind of scope sees, and lets conditions reach the indexes.
const VIEWS: Record<Scope['kind'], string> = {
  system: 'custom_values_of_provider',
  provider: 'custom_values_of_provider',
  reseller: 'custom_values_of_reseller',
  customer: 'custom_values_of_customer',
};

export interface CustomQuestion {
  /** "name,-custom.<id>" */
  readonly sort?: string | undefined;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly asOf?: Date | undefined;
}

/** For a question that names custom fields, in its order or its filters. */
export async function customSource(tx: Tx, scope: Scope, { sort = '', filters, asOf }: CustomQuestion): Promise<CustomSource> {
  const sorts = sort.split(',').map((name) => name.replace(/^-/, '')); // '-createdAt'
  return { fields: await fieldsById(tx, fieldIdsIn([...sorts, ...Object.keys(filters)])), view: asOf ? undefined : VIEWS[scope.kind] };
}

/** The value of a field in the JSON of a device `d`, as text; null where there is none. */
export const inDevice = ({ id, ownerResellerId }: CustomField): string => `(d.${ownerResellerId === null ? 'custom' : 'custom_of_reseller'} ->> '${id}')`;
