import type { Schemas } from '@ringfleet/client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, type Page } from '../api/api.js';
import { isProvider, useMe } from '../api/me.js';
import type { Scope } from '../frame/scope.js';
import type { Column } from '../list/column.js';
import type { Field, RecordKind, TreeRecord, Values } from '../records/record-kind.js';
import type { Device } from './device.js';
import { DEVICE_KIND } from './device-kind.js';

/** A field that devices have besides (INV-16). */
export type CustomField = Schemas['CustomFieldView'];

const CUSTOM = 'custom.';
const MOST = 200;

/** How the list, the form and the address call it. */
export const customName = ({ id }: CustomField): string => `${CUSTOM}${id}`;

function useFields(): readonly CustomField[] | undefined {
  const { data } = useQuery({ queryKey: ['custom-fields', 'all'], queryFn: () => api<Page<CustomField>>(`custom-fields?limit=${MOST}`) });
  return data?.items;
}

const NONE: readonly CustomField[] = [];

/** Those of a list: the provider sees its own, and those of the reseller that its scope names. */
export function useListFields(scope: Scope): readonly CustomField[] {
  const me = useMe();
  const fields = useFields() ?? NONE;
  return useMemo(
    () => (isProvider(me) ? fields.filter(({ owner }) => owner === null || (scope.kind === 'reseller' && owner.id === scope.id)) : fields),
    [me, scope, fields],
  );
}

/** Those of which a device has a value. */
export const useFieldsOf = ({ custom }: Device): readonly CustomField[] => (useFields() ?? NONE).filter(({ id }) => custom[id] !== undefined);

/** The form of a device with its custom fields; undefined until they are known. */
export function useDeviceKind(): RecordKind | undefined {
  const fields = useFields();
  const me = useMe();
  if (!fields) return undefined;
  const own = me.customer ? NONE : fields; // a customer looks at them (DIR-02a)
  return { ...DEVICE_KIND, fields: [...DEVICE_KIND.fields, ...own.map(formField)] };
}

const INPUTS = { text: 'text', number: 'number', date: 'date', choice: 'option' } as const;

function formField(field: CustomField, index: number): Field {
  const { id, owner, kind, name } = field;
  const valueIn = (record: TreeRecord): unknown => (record['custom'] as Device['custom'])[id];
  const isHeld = ({ managedBy }: Values, record: TreeRecord | undefined): boolean =>
    owner === null || managedBy === owner.id || (record !== undefined && valueIn(record) !== undefined);
  return {
    name: customName(field),
    title: name,
    kind: INPUTS[kind],
    options: field.choices,
    from: valueIn,
    ...(index === 0 && { section: 'nav.custom-fields' }),
    shown: (me, values, record) => !isProvider(me) || isHeld(values, record),
  };
}

/** A column for each; not shown until the user chooses. */
export const customColumns = (fields: readonly CustomField[]): readonly Column<Device>[] =>
  fields.map((field) => ({
    id: customName(field),
    label: field.name,
    title: field.name,
    width: 140,
    sort: customName(field),
    shown: false,
    ...(field.kind === 'number' && { align: 'end' as const }),
    cell: ({ custom }) => custom[field.id],
  }));

/** Filters as the API takes them: custom fields in one list of `<id>:<value>`. */
export function askedFilters(filters: Readonly<Record<string, string>>): Readonly<Record<string, string | readonly string[]>> {
  const entries = Object.entries(filters);
  const custom = entries.flatMap(([name, value]) => (name.startsWith(CUSTOM) ? [`${name.slice(CUSTOM.length)}:${value}`] : []));
  return { ...Object.fromEntries(entries.filter(([name]) => !name.startsWith(CUSTOM))), ...(custom.length > 0 && { custom }) };
}
