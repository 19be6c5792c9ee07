import { NativeSelect } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import type { Named } from '../api/me.js';
import { ChoiceButton } from '../frame/choice-button.js';

export interface FilterProps {
  readonly label: string;
  readonly value: string;
  /** An empty value takes the filter away. */
  readonly onChange: (value: string, typed?: boolean) => void;
}

const SETTLES_MS = 250;
const RecordChoice = lazy(() => import('./record-choice.js'));

export function ChoiceFilter({ label, value, onChange, options }: FilterProps & { readonly options: readonly Named[] }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <NativeSelect size="xs" aria-label={label} value={value} data-set={value !== '' || undefined} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{t('filter.any', { label })}</option>
      {value !== '' && !options.some(({ id }) => id === value) && <option value={value}>{t('filter.chosen', { label, name: value })}</option>}
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {id === value ? t('filter.chosen', { label, name }) : name}
        </option>
      ))}
    </NativeSelect>
  );
}

/** Any part of the text, without case. */
export function TextFilter({ label, value, onChange }: FilterProps): React.JSX.Element {
  const [typed, setTyped] = useState<string>(); // what is in the field while one types
  const tell = useDebouncedCallback((text: string) => onChange(text, true), SETTLES_MS);
  return (
    <label className="rf-inline">
      <span>{label}</span>
      <input
        className="rf-input"
        value={typed ?? value}
        onChange={({ currentTarget: { value: text } }) => {
          setTyped(text);
          tell(text.trim());
        }}
        onBlur={() => {
          tell.flush();
          setTyped(undefined);
        }}
      />
    </label>
  );
}

/** `2026-11-01..2026-11-21`, days whole; an end may be left out. */
export function PeriodFilter({ label, value, onChange }: FilterProps): React.JSX.Element {
  const { t } = useTranslation();
  const [from = '', to = ''] = value.split('..');
  const day = (which: string, at: string, set: (day: string) => string): React.JSX.Element => (
    <input
      type="date"
      className="rf-input"
      aria-label={t(`filter.${which}`, { label })}
      value={at}
      onChange={(event) => {
        const period = set(event.currentTarget.value);
        onChange(period === '..' ? '' : period);
      }}
    />
  );
  return (
    <span className="rf-inline" role="group" aria-label={label}>
      <span>{label}</span>
      {day('from', from, (start) => `${start}..${to}`)}–{day('to', to, (end) => `${from}..${end}`)}
    </span>
  );
}

interface RecordFilterProps extends FilterProps {
  readonly of: string;
  /** Filters of the API: of which records. */
  readonly within?: Readonly<Record<string, string>>;
  /** What no value reads as. */
  readonly any?: string;
  /** Whether those without such a record can be asked for (they can). */
  readonly hasNone?: boolean;
  /** What else can be asked for. */
  readonly also?: readonly Named[];
}

const NOTHING_ELSE: readonly Named[] = [];

/** Another record by any part of its name, of however many there are; what finds it is fetched when it is wanted. */
export function RecordFilter({ label, value, onChange, any, hasNone = true, also = NOTHING_ELSE, ...chosen }: RecordFilterProps): React.JSX.Element {
  const { t } = useTranslation();
  const special = hasNone ? [{ id: 'none', name: t('filter.none') }, ...also] : also;
  const known = special.find(({ id }) => id === value);
  const { data } = useQuery({
    queryKey: [chosen.of, 'one', value],
    queryFn: () => api<Named>(`${chosen.of}/${value}`),
    enabled: value !== '' && known === undefined,
    retry: false, // one that is not to be seen is shown by its id
  });
  const unset = any ?? t('filter.any', { label });
  const named = value === '' ? unset : t('filter.chosen', { label, name: (known ?? data)?.name ?? value });
  return (
    <ChoiceButton named={named} isSet={value !== ''}>
      {(close) => <RecordChoice {...chosen} label={label} any={unset} also={special} onClose={close} onChoose={onChange} />}
    </ChoiceButton>
  );
}
