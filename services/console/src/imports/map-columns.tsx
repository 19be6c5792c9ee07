import type { Schemas } from '@ringfleet/client';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { figure } from '../words/figures.js';
import { DropZone } from './drop-zone.js';
import { IMPORTS } from './import.js';
import { type Chosen, mappingOf, PASSED_OVER } from './mapping.js';
import { uploadedFile } from './upload.js';

type FileHeader = Schemas['FileHeader'];

/** The file's own headers with what each stands for: what was not recognised is chosen here, and the file imported with that (IMP-02). */
export function MapColumns({ id }: { readonly id: string }): React.JSX.Element | null {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Chosen>({});
  const { data, error } = useQuery({ queryKey: [IMPORTS, id, 'header'], queryFn: () => api<FileHeader>(`imports/${id}/header`) });
  if (error) return <ProblemBox error={error} />;
  if (!data || data.columns.length === 0) return null;
  const { columns, missing, doubled, same, isComplete, columnMap } = mappingOf(data, chosen);
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
          {columns.map(({ header, column, namesakes }, index) => (
            <tr key={`${index}${header}`}>
              <th scope="row">{header}</th>
              <td>
                {namesakes > 1 ? (
                  t(column === '' ? 'mapping.passedOver' : 'mapping.thereAgain')
                ) : (
                  <ColumnChoice header={header} known={data.known} value={column} onChoose={(value) => setChosen({ ...chosen, [header]: value })} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status" className={isComplete ? 'rf-good rf-gap' : 'rf-caution rf-gap'}>
        {same.map(({ header, namesakes }) => `${t(namesakes === 2 ? 'mapping.two' : 'mapping.several', { header, figure: figure(namesakes) })} `)}
        {missing.length > 0 && t('mapping.missing', { columns: missing.join(', ') })}{' '}
        {doubled.length > 0 && t('mapping.doubled', { columns: doubled.join(', ') })}
        {isComplete && t('mapping.complete')}
      </p>
      {isComplete && <DropZone title={t('mapping.dropAgain')} columnMap={columnMap} again={uploadedFile(id)} />}
      {same.length > 0 && <DropZone title={t('mapping.dropMended')} />}
    </>
  );
}

interface ColumnChoiceProps {
  readonly header: string;
  readonly known: FileHeader['known'];
  readonly value: string;
  readonly onChoose: (column: string) => void;
}

/** What one column of the file stands for. */
function ColumnChoice({ header, known, value, onChoose }: ColumnChoiceProps): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <NativeSelect size="xs" aria-label={t('mapping.columnOf', { header })} value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
      {value === '' && <option value="">{t('mapping.unknown')}</option>}
      <option value={PASSED_OVER}>{t('mapping.passOver')}</option>
      {known.map(({ name, mandatory }) => (
        <option key={name} value={name}>
          {mandatory ? `${name} *` : name}
        </option>
      ))}
    </NativeSelect>
  );
}
