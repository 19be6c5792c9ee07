import { diffLines } from 'diff';
import { useTranslation } from 'react-i18next';

interface LinesDifferenceProps {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

const AROUND = 3;

interface DifferingLine {
  readonly sign: '+' | '−' | ' ';
  readonly text: string;
}

/** Two texts held against each other, line by line; of what is the same only what stands around. */
export function LinesDifference({ label, before, after }: LinesDifferenceProps): React.JSX.Element {
  const { t } = useTranslation();
  const lines = linesOf(before, after);
  const isNear = (at: number): boolean => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ sign }) => sign !== ' ');
  if (lines.every(({ sign }) => sign === ' ')) return <p className="rf-dimmed">{t('version.noDifference')}</p>;
  return (
    <pre className="rf-rendered rf-difference" tabIndex={0} role="group" aria-label={label}>
      {lines.map(({ sign, text }, at) =>
        isNear(at) ? (
          <span key={at} data-sign={sign === ' ' ? undefined : sign}>
            {`${sign} ${text}\n`}
          </span>
        ) : (
          isNear(at - 1) && (
            <span key={at} className="rf-dimmed">
              {'⋯\n'}
            </span>
          )
        ),
      )}
    </pre>
  );
}

function linesOf(before: string, after: string): readonly DifferingLine[] {
  return diffLines(before, after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '') // the end of the last line begins no other
      .split('\n')
      .map((text) => ({ sign: added ? '+' : removed ? '−' : ' ', text }) as const),
  );
}
