import './dashboard.css';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type Page, queryOf } from '../api/api.js';
import { filtersIn } from '../devices/device-list.js';
import { mayOf, useMe } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { useScope, useScopedPath } from '../frame/scope.js';
import { Title } from '../frame/title.js';
import type { Import } from '../imports/import.js';
import { figure, locale, moment } from '../words/figures.js';
import { type Chart, type DeviceReport, importsChart, managersChart, modelsChart, overTimeChart, STATES } from './report.js';
import { ChartTable } from './chart-table.js';

const Bars = lazy(() => import('./bars.js'));
const MOST_IMPORTS = 200;

/** How many phones there are, of what and whose, and how imports went: each figure leads to its list. */
export default function DashboardPage(): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const scope = useScope();
  const path = `reports/devices${queryOf(filtersIn(scope, {}))}`;
  const report = useQuery({ queryKey: ['reports', path], queryFn: () => api<DeviceReport>(path) });
  const imports = useQuery({
    queryKey: ['imports', 'dashboard'],
    queryFn: () => api<Page<Import>>(`imports?limit=${MOST_IMPORTS}`),
    enabled: mayOf(me).import,
  });
  const { data, error } = report;
  const words = { t, language: locale() };
  const charts = [
    ...(data ? [overTimeChart(data, words), modelsChart(data, words), ...(me.customer ? [] : [managersChart(data, words)])] : []),
    ...(imports.data ? [importsChart(imports.data.items, words)] : []),
  ];
  return (
    <section className="rf-view" aria-labelledby="title">
      <div className="rf-title">
        <Title>{t('nav.dashboard')}</Title>
        {data && <span className="rf-meta">{t('dashboard.takenAt', { at: moment(data.takenAt) })}</span>}
      </div>
      {error && <ProblemBox error={error} retry={() => void report.refetch()} />}
      {data && <Figures report={data} />}
      <div className="rf-charts">
        {charts.map((chart) => (
          <ChartBox key={chart.id} chart={chart} />
        ))}
      </div>
    </section>
  );
}

function Figures({ report }: { readonly report: DeviceReport }): React.JSX.Element {
  const { t } = useTranslation();
  const scoped = useScopedPath();
  const of = (state: string): number => report.states.find((each) => each.state === state)?.devices ?? 0;
  return (
    <ul className="rf-figures">
      <li>
        <Link to={scoped('/devices')}>
          <strong>{figure(report.total)}</strong> {t('nav.devices')}
        </Link>
      </li>
      {STATES.map((state) => (
        <li key={state}>
          <Link to={scoped('/devices', { 'f.state': state })}>
            <strong>{figure(of(state))}</strong> {t(`lifecycle.${state}`)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function ChartBox({ chart }: { readonly chart: Chart }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <section className="rf-chart" aria-labelledby={`chart-${chart.id}`}>
      <h2 id={`chart-${chart.id}`}>{t(`dashboard.${chart.id}`)}</h2>
      {chart.rows.length === 0 ? (
        <NothingYet of={chart} />
      ) : (
        <>
          <Suspense fallback={<div className="rf-chart-place" />}>
            <Bars chart={chart} />
          </Suspense>
          <ChartTable chart={chart} />
        </>
      )}
    </section>
  );
}

/** A file is what either begins with, for whoever may send one. */
function NothingYet({ of: { id } }: { readonly of: Chart }): React.JSX.Element {
  const { t } = useTranslation();
  const scoped = useScopedPath();
  return (
    <p className="rf-dimmed">
      {t(id === 'imports' ? 'import.none' : 'empty.none')} {mayOf(useMe()).import && <Link to={scoped('/imports')}>{t('action.uploadFile')}</Link>}
    </p>
  );
}
