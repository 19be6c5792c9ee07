import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useScopedPath } from '../frame/scope.js';
import { figure } from '../words/figures.js';
import type { Chart } from './report.js';

/** The figures of a chart, each row leading to its list. */
export function ChartTable({ chart: { id, series, rows } }: { readonly chart: Chart }): React.JSX.Element {
  const { t } = useTranslation();
  const scoped = useScopedPath();
  return (
    <details>
      <summary>{t('dashboard.asTable')}</summary>
      <div className="rf-sideways" tabIndex={0} role="group" aria-labelledby={`chart-${id}`}>
        <table className="rf-table rf-chart-table">
          <thead>
            <tr>
              <th scope="col">{t(`dashboard.of.${id}`)}</th>
              {series.map(({ name, label }) => (
                <th key={name} scope="col" className="rf-end">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, filters, figures }) => (
              <tr key={label}>
                <td>{filters ? <Link to={scoped('/devices', filters)}>{label}</Link> : label}</td>
                {series.map(({ name }) => (
                  <td key={name} className="rf-end">
                    {figure(figures[name] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
