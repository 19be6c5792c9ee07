import { MultiSelect, NativeSelect, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Page, queryOf } from '../api/api.js';
import { type Named, useMe } from '../api/me.js';
import type { CommonProps } from './common-props.js';
import { SecretInput } from './secret-input.js';
import { TypedInput } from './typed-input.js';
import { type Field, labelOf, nameIn, type TreeRecord, type Values } from './record-kind.js';

interface RecordFieldProps {
  readonly field: Field;
  /** Of what is typed into, where something leads there. */
  readonly id?: string;
  readonly label: string;
  readonly value: unknown;
  /** All of the form, where what fits depends on it. */
  readonly values?: Values;
  /** The record that the value leads to, as it was read: its name is known without asking. */
  readonly read?: unknown;
  /** Whether the record is there already and may have secrets. */
  readonly known?: boolean;
  /** Where one begins to type when the form opens. */
  readonly first?: boolean;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: unknown) => void;
}

/** One field, below the heading of its part of the form where it begins one. */
export function RecordField(props: RecordFieldProps): React.JSX.Element {
  const { t } = useTranslation();
  const { section } = props.field;
  return (
    <>
      {section && <h3 className="rf-section">{t(section)}</h3>}
      <FieldInput {...props} />
    </>
  );
}

/** As the kind of the field is asked for. */
function FieldInput(props: RecordFieldProps): React.JSX.Element {
  const { field, label, value, error, disabled, onChange } = props;
  const { t } = useTranslation();
  const me = useMe();
  const ownId = useId();
  const common = { id: props.id ?? ownId, label, error, disabled, required: field.required ?? false };
  if (field.kind === 'switch') return <Switch {...common} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  if (field.kind === 'record' || field.kind === 'records') return <RecordPicker {...props} common={common} />;
  if (field.kind === 'choice')
    return (
      <NativeSelect {...common} value={textOf(value)} onChange={(event) => onChange(event.currentTarget.value)}>
        {!textOf(value) && <option value="">{t('word.none')}</option>}
        {field.choices?.(me).map((choice) => (
          <option key={choice} value={choice}>
            {t(`choice.${choice}`)}
          </option>
        ))}
      </NativeSelect>
    );
  if (field.kind === 'texts')
    return (
      <TagsInput
        {...common}
        description={t(`fieldHelp.${field.name}`)}
        splitChars={field.whole ? [] : [',', ';', ' ']}
        value={Array.isArray(value) ? value : []}
        onChange={(typed) => onChange([...new Set(typed.map((each) => field.spelled?.(each) ?? each))])}
      />
    );
  if (field.kind === 'figure')
    return (
      <TextInput
        {...common}
        type="number"
        min={0}
        value={typeof value === 'number' ? value : ''}
        onChange={({ currentTarget }) => onChange(Number.isNaN(currentTarget.valueAsNumber) ? null : currentTarget.valueAsNumber)}
      />
    );
  if (field.kind === 'number' || field.kind === 'date' || field.kind === 'option')
    return <TypedInput kind={field.kind} options={field.options ?? []} common={common} value={value} onChange={onChange} />;
  if (field.kind === 'lines')
    return <Textarea {...common} autosize minRows={2} value={textOf(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  if (field.kind === 'secret') return <SecretInput common={common} value={value} known={props.known ?? false} onChange={onChange} />;
  const begins = props.first ? { 'data-autofocus': true } : {};
  return <TextInput {...common} {...begins} value={textOf(value)} autoComplete="off" onChange={(event) => onChange(event.currentTarget.value)} />;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

interface RecordPickerProps extends RecordFieldProps {
  readonly common: CommonProps;
}

/** Other records by any part of their name, asked of the service as one types. */
function RecordPicker({ field, value, values, read, common, onChange }: RecordPickerProps): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 200);
  const chosen = (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string');
  const listed = useListed(field, values);
  const path = `${field.of}${queryOf({ limit: 200, q: nameIn(settled), ...field.within?.(values ?? {}) })}`;
  const { data } = useQuery({
    queryKey: ['pick', path],
    queryFn: () => api<Page<TreeRecord>>(path),
    placeholderData: keepPreviousData,
  });
  const fitting = (data?.items ?? []).filter((each) => (listed?.includes(each.id) ?? true) && (field.fits?.(each, values ?? {}, me) ?? true));
  const known = new Map(fitting.map((each) => [each.id, labelOf(each)]));
  for (const each of useNames(field.of, data ? chosen.filter((id) => !known.has(id)) : [])) known.set(each.id, labelOf(each));
  if (isNamed(read)) known.set(read.id, known.get(read.id) ?? read.name);
  const options = [...known, ...chosen.filter((id) => !known.has(id)).map((id) => [id, id] as const)].map(([id, label]) => ({ value: id, label }));
  const picker = {
    ...common,
    data: options,
    searchable: true,
    clearable: !common.required,
    onSearchChange: (typed: string) => setText(chosen.some((id) => known.get(id) === typed) ? '' : typed),
    nothingFoundMessage: t('empty.noMatch'),
  };
  return field.kind === 'records' ? (
    <MultiSelect {...picker} value={chosen} onChange={onChange} />
  ) : (
    <Select {...picker} placeholder={field.none && t(field.none)} value={chosen[0] ?? null} onChange={onChange} />
  );
}

/** Of records that are chosen, but are not among the first of their list. */
function useNames(path: string | undefined, ids: readonly string[]): readonly TreeRecord[] {
  const { data } = useQuery({
    queryKey: ['pick', path, 'named', ids],
    queryFn: () => Promise.all(ids.map((id) => api<TreeRecord>(`${path}/${id}`))),
    enabled: ids.length > 0,
  });
  return data ?? [];
}

/** The ids that another record of the form lists; undefined where it lists none, and so allows all. */
function useListed({ listedBy }: Field, values: Values | undefined): readonly string[] | undefined {
  const id = listedBy && values?.[listedBy.field];
  const { data } = useQuery({
    queryKey: [listedBy?.of, 'one', id],
    queryFn: () => api<TreeRecord>(`${listedBy?.of}/${String(id)}`),
    enabled: typeof id === 'string',
  });
  const ids = listedBy && typeof id === 'string' ? data?.[listedBy.ids] : undefined;
  return Array.isArray(ids) && ids.length > 0 ? ids : undefined;
}

const isNamed = (value: unknown): value is Named => typeof value === 'object' && value !== null && 'id' in value && 'name' in value;
