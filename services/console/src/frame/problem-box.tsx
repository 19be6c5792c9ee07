import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldError, isOf, Problem, Unreachable } from '../api/problem.js';
import { Icon } from '../look/icon.js';
import { comeTo } from './come-to.js';
import { hasWords, refusalWords, sentenceWords } from '../words/refusal-words.js';

interface ProblemBoxProps {
  readonly error: unknown;
  readonly retry?: () => void;
  /** Fields that say themselves what is wrong with them. */
  readonly besides?: readonly string[];
  /** It is what whoever asked must read next. */
  readonly takesFocus?: boolean;
  readonly children?: ReactNode;
}

/** What went wrong, where it belongs: title, what to do, code, incident id, and once more. */
export function ProblemBox({ error, retry, besides = [], takesFocus = false, children }: ProblemBoxProps): React.JSX.Element {
  const { t } = useTranslation();
  const problem = error instanceof Problem ? error.document : undefined;
  const elsewhere = problem?.errors?.filter(({ field }) => !besides.some((name) => isOf(name, field)));
  const allBesides = elsewhere?.length === 0 && problem?.errors?.length !== 0;
  const isSaid = problem !== undefined && hasWords(problem.code);
  const saidOf = (said: FieldError): string => (isSaid && said.code === problem.code ? '' : refusalWords(said));
  // In French several may come to the same words.
  const lines = new Map(elsewhere?.map((said) => [said.field + saidOf(said), { field: said.field, words: saidOf(said) }]));
  const { title, detail } = allBesides ? { title: t('problem.marked'), detail: undefined } : wordsOf(error, t);
  return (
    <div className="rf-problem" role="alert" {...(takesFocus && { ref: comeTo, tabIndex: -1 })}>
      <Icon name="cross" />
      <div>
        <strong>{title}</strong>
        {detail !== undefined && <p className={isSaid ? 'rf-meta' : undefined}>{detail}</p>}
        {[...lines].map(([key, { field, words }]) => (
          <p key={key}>
            <span className="rf-mono">{field}</span> {words}
          </p>
        ))}
        {children}
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

/** What went wrong, and whatever that leaves unsaid. */
function wordsOf(error: unknown, t: TFunction): { readonly title: string; readonly detail: string | undefined } {
  if (!(error instanceof Problem)) {
    const what = error instanceof Unreachable ? 'unreachable' : 'unknown';
    return { title: t(`problem.${what}`), detail: t(`problem.${what}Help`) };
  }
  const said = { code: error.code, message: error.message };
  const title = refusalWords(said);
  return { title, detail: title.includes(said.message) || sentenceWords(said) !== undefined ? undefined : said.message };
}
