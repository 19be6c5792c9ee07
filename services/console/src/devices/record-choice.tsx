import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Page, queryOf } from '../api/api.js';
import { labelOf, nameIn, type TreeRecord } from '../records/record-kind.js';

interface RecordChoiceProps {
  readonly label: string;
  readonly of: string;
  readonly within?: Readonly<Record<string, string>>;
  readonly any: string;
  readonly hasNone?: boolean;
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}

const FOUND = 50;

/** The choice of a filter while it is open: any, none, or a record. */
export default function RecordChoice({ label, of, within = {}, any, hasNone = true, onChoose, onClose }: RecordChoiceProps): React.JSX.Element {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []); // it took the place of the button that was pressed
  const [settled] = useDebouncedValue(text, 200);
  const { data } = useQuery({
    queryKey: ['pick', of, 'filter', within, settled],
    queryFn: () => api<Page<TreeRecord>>(`${of}${queryOf({ ...within, limit: FOUND, q: nameIn(settled) })}`),
    placeholderData: keepPreviousData,
  });
  const special = [{ value: 'any', label: any }, ...(hasNone ? [{ value: 'none', label: t('filter.none') }] : [])];
  return (
    <Select
      size="xs"
      searchable
      ref={field}
      defaultDropdownOpened
      aria-label={label}
      data={[...(settled === '' ? special : []), ...(data?.items ?? []).map((record) => ({ value: record.id, label: labelOf(record) }))]}
      filter={({ options }) => options}
      nothingFoundMessage={t('empty.noMatch')}
      onSearchChange={setText}
      onDropdownClose={onClose}
      onChange={(id) => onChoose(id === null || id === 'any' ? '' : id)}
    />
  );
}
