import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isOf, Problem, Unreachable } from '../api/problem.js';
import { Icon } from '../look/icon.js';
import { hasWords, refusalWords } from '../words/refusal-words.js';

interface ProblemBoxProps {
  readonly error: unknown;
  readonly retry?: () => void;
  /** Fields that say themselves what is wrong with them. */
  readonly besides?: readonly string[];
}

/** What went wrong, where it belongs: title, what to do, code, incident id, and once more. */
export function ProblemBox({ error, retry, besides = [] }: ProblemBoxProps): React.JSX.Element {
  const { t } = useTranslation();
  const problem = error instanceof Problem ? error.document : undefined;
  const elsewhere = problem?.errors?.filter(({ field }) => !besides.some((name) => isOf(name, field)));
  const allBesides = elsewhere?.length === 0 && problem?.errors?.length !== 0;
  const title = problem
    ? refusalWords({ code: problem.code, message: problem.title })
    : t(error instanceof Unreachable ? 'problem.unreachable' : 'problem.unknown');
  const detail = problem?.detail ?? t(error instanceof Unreachable ? 'problem.unreachableHelp' : 'problem.unknownHelp');
  const isSaid = problem !== undefined && hasWords(problem.code);
  return (
    <div className="rf-problem" role="alert">
      <Icon name="cross" />
      <div>
        <strong>{title}</strong>
        {!allBesides && <p className={isSaid ? 'rf-meta' : undefined}>{detail}</p>}
        {elsewhere?.map(({ field, code, message }) => (
          <p key={field + message}>
            <span className="rf-mono">{field}</span> {isSaid && code === problem.code ? undefined : refusalWords({ code, message })}
          </p>
        ))}
        <p className="rf-meta rf-mono">
          {problem?.code} {problem?.incident}
        </p>
        {retry && (
          <Button variant="default" size="xs" onClick={retry}>
            {t('problem.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}
