import type { Schemas } from '@ringfleet/client';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { DropZone } from './drop-zone.js';
import { IMPORTS } from './import.js';
import { uploadedFile } from './upload.js';

type FileHeader = Schemas['FileHeader'];

const PASSED_OVER = '-';

/** The file's own headers with what each stands for: what was not recognised is chosen here, and the file imported with that (IMP-02). */
export function MapColumns({ id }: { readonly id: string }): React.JSX.Element | null {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const { data, error } = useQuery({ queryKey: [IMPORTS, id, 'header'], queryFn: () => api<FileHeader>(`imports/${id}/header`) });
  if (error) return <ProblemBox error={error} />;
  if (!data || data.columns.length === 0) return null;
  const headed = data.columns.filter(({ header }) => header.trim() !== '');
  const columnOf = ({ header, column }: FileHeader['columns'][number]): string => chosen[header] ?? column ?? '';
  const used = headed.map(columnOf);
  const missing = data.known.filter(({ name, mandatory }) => mandatory && !used.includes(name)).map(({ name }) => name);
  const doubled = [...new Set(used.filter((name, index) => data.known.some((known) => known.name === name) && used.indexOf(name) !== index))];
  const columnMap = Object.fromEntries(Object.entries(chosen).map(([header, name]) => [header, name === PASSED_OVER ? null : name]));
  return (
    <>
      <h2>{t('mapping.title')}</h2>
      <p>{t('mapping.help')}</p>
      <table className="rf-table rf-table-wide">
        <thead>
          <tr>
            <th scope="col">{t('mapping.header')}</th>
            <th scope="col">{t('mapping.column')}</th>
          </tr>
        </thead>
        <tbody>
          {headed.map((each, index) => (
            <tr key={`${index}${each.header}`}>
              <th scope="row">{each.header}</th>
              <td>
                <NativeSelect
                  size="xs"
                  aria-label={t('mapping.columnOf', { header: each.header })}
                  value={columnOf(each)}
                  onChange={({ currentTarget: { value } }) => setChosen({ ...chosen, [each.header]: value })}
                >
                  {columnOf(each) === '' && <option value="">{t('mapping.unknown')}</option>}
                  <option value={PASSED_OVER}>{t('mapping.passOver')}</option>
                  {data.known.map(({ name, mandatory }) => (
                    <option key={name} value={name}>
                      {mandatory ? `${name} *` : name}
                    </option>
                  ))}
                </NativeSelect>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status" className={missing.length + doubled.length > 0 ? 'rf-caution rf-gap' : 'rf-good rf-gap'}>
        {missing.length > 0 && t('mapping.missing', { columns: missing.join(', ') })}{' '}
        {doubled.length > 0 && t('mapping.doubled', { columns: doubled.join(', ') })}
        {missing.length + doubled.length === 0 && t('mapping.complete')}
      </p>
      {missing.length + doubled.length === 0 && <DropZone title={t('mapping.dropAgain')} columnMap={columnMap} again={uploadedFile(id)} />}
    </>
  );
}
