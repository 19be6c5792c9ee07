import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemBox } from '../frame/problem-box.js';
import { Pager } from '../list/pager.js';
import { FIRST_PAGE_SIZE, usePreferences } from '../list/preferences.js';
import { figure, moment } from '../words/figures.js';
import { DownloadMenu } from './download-menu.js';
import { DropZone } from './drop-zone.js';
import { type Import, useImports } from './import.js';
import { ImportState } from './import-state.js';
import { Title } from '../frame/title.js';

/** Upload a file; the imports so far (IMP-11). */
export default function ImportsPage(): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <section className="rf-view" aria-labelledby="title">
      <div className="rf-title">
        <Title>{t('nav.imports')}</Title>
        <DownloadMenu label={t('import.template')} path="imports/template" name="import-template" />
      </div>
      <DropZone title={t('import.drop')} />
      <PastImports />
    </section>
  );
}

function PastImports(): React.JSX.Element {
  const { t } = useTranslation();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [{ pageSize = FIRST_PAGE_SIZE }] = usePreferences();
  const { data, error, refetch } = useImports(pageSize, cursors.at(-1));
  const next = data?.nextCursor;
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  return (
    <>
      <h2>{t('import.past')}</h2>
      {data?.items.length === 0 ? <p className="rf-dimmed">{t('import.none')}</p> : <ImportsTable imports={data?.items ?? []} />}
      {(cursors.length > 0 || next) && (
        <Pager
          before={cursors.length * pageSize}
          rows={data?.items.length ?? 0}
          onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
          onNext={next ? () => setCursors([...cursors, next]) : undefined}
        />
      )}
    </>
  );
}

function ImportsTable({ imports }: { readonly imports: readonly Import[] }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="rf-scroll rf-scroll-plain">
      <table className="rf-table">
        <thead>
          <tr>
            {['file', 'state', 'applied', 'unchanged', 'rejected', 'startedBy', 'startedAt'].map((name) => (
              <th key={name} scope="col" className={FIGURES.includes(name) ? 'rf-end' : undefined}>
                {t(`import.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {imports.map((each) => (
            <tr key={each.id}>
              <td>
                <Link to={`/imports/${each.id}`}>{each.fileName}</Link>
              </td>
              <td>
                <ImportState state={each.state} />
              </td>
              <td className="rf-end">{figure(each.counts.applied)}</td>
              <td className="rf-end">{figure(each.counts.unchanged)}</td>
              <td className="rf-end">{each.counts.rejected > 0 ? <span className="rf-bad">{figure(each.counts.rejected)}</span> : '0'}</td>
              <td>{each.startedBy.name}</td>
              <td>{moment(each.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const FIGURES = ['applied', 'unchanged', 'rejected'];
