import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../look/icon.js';
import { moment } from '../words/figures.js';
import type { VersionSummary } from './profile.js';

const SIGNS: Readonly<Record<VersionSummary['state'], { readonly icon: IconName; readonly tone: string }>> = {
  draft: { icon: 'dots', tone: 'info' },
  published: { icon: 'check', tone: 'good' },
  earlier: { icon: 'clock', tone: 'dimmed' },
};

/** Shape, word, colour, in that order of trust. */
export function VersionState({ state }: Pick<VersionSummary, 'state'>): React.JSX.Element {
  const { t } = useTranslation();
  const { icon, tone } = SIGNS[state];
  return (
    <span className={`rf-state rf-${tone}`}>
      <Icon name={icon} />
      {t(`version.states.${state}`)}
    </span>
  );
}

/** Who did it last, and when: published, or changed. */
export function VersionBy({ version }: { readonly version: VersionSummary }): React.JSX.Element {
  const { publishedAt, publishedBy, updatedAt, createdBy } = version;
  const by = publishedAt === null ? createdBy : publishedBy;
  return (
    <span className="rf-meta">
      <time dateTime={publishedAt ?? updatedAt}>{moment(publishedAt ?? updatedAt)}</time>
      {by && ` · ${by.name}`}
    </span>
  );
}
