import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';
import { useTranslation } from 'react-i18next';
import { UnifiedDifference } from './unified-difference.js';

interface LinesDifferenceProps {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

const AROUND = 3;

/** Two texts held against each other, line by line. */
export function LinesDifference({ label, before, after }: LinesDifferenceProps): React.JSX.Element {
  const { t } = useTranslation();
  if (before === after) return <p className="rf-dimmed">{t('version.noDifference')}</p>;
  return (
    <UnifiedDifference
      label={label}
      hunks={createTwoFilesPatch('', '', before, after, undefined, undefined, { context: AROUND, headerOptions: OMIT_HEADERS })}
    />
  );
}
