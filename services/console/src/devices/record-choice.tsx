import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Page, queryOf } from '../api/api.js';
import type { Named } from '../api/me.js';
import { OpenChoice } from '../frame/open-choice.js';
import { labelOf, nameIn, type TreeRecord } from '../records/record-kind.js';

interface RecordChoiceProps {
  readonly label: string;
  readonly of: string;
  readonly within?: Readonly<Record<string, string>>;
  readonly any: string;
  /** What can be asked for besides. */
  readonly also: readonly Named[];
  readonly onChoose: (id: string) => void;
  readonly onClose: (isBack: boolean) => void;
}

const FOUND = 50;

/** The choice of a filter while it is open: any, none, or a record. */
export default function RecordChoice({ label, of, within = {}, any, also, onChoose, onClose }: RecordChoiceProps): React.JSX.Element {
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 200);
  const { data } = useQuery({
    queryKey: ['pick', of, 'filter', within, settled],
    queryFn: () => api<Page<TreeRecord>>(`${of}${queryOf({ ...within, limit: FOUND, q: nameIn(settled) })}`),
    placeholderData: keepPreviousData,
  });
  const special = [{ value: 'any', label: any }, ...also.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <OpenChoice
      label={label}
      data={[...(settled === '' ? special : []), ...(data?.items ?? []).map((record) => ({ value: record.id, label: labelOf(record) }))]}
      text={text}
      onSearch={setText}
      onClose={onClose}
      onChoose={(id) => onChoose(id === null || id === 'any' ? '' : id)}
    />
  );
}
