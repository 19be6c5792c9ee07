import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';
import { figure } from '../words/figures.js';
import type { Counts } from './import.js';

const PARTS = [
  { name: 'applied', tone: 'good' },
  { name: 'unchanged', tone: 'neutral' },
  { name: 'rejected', tone: 'bad' },
  { name: 'notReached', tone: 'caution' },
] as const;

/** IMP-17, for everybody to see: what came of the rows adds up to the rows. */
export function ImportSum({ counts }: { readonly counts: Counts }): React.JSX.Element {
  const { t } = useTranslation();
  const adds = counts.applied + counts.unchanged + counts.rejected + counts.notReached === counts.rows;
  return (
    <dl className="rf-sum">
      {PARTS.map(({ name, tone }) => (
        <div key={name} className={counts[name] > 0 ? `rf-${tone}` : undefined}>
          <dt>{t(`import.${name}`)}</dt>
          <dd>{figure(counts[name])}</dd>
        </div>
      ))}
      <div className={adds ? undefined : 'rf-bad'}>
        <dt>{t('import.rows')}</dt>
        <dd>
          {figure(counts.rows)} <Icon name={adds ? 'check' : 'cross'} label={t(adds ? 'import.addsUp' : 'import.doesNotAddUp')} />
        </dd>
      </div>
    </dl>
  );
}
