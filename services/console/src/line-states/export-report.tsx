import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';
import { download } from '../imports/download.js';
import { Icon } from '../look/icon.js';

const SECOND_MS = 1_000;
const ASK_AGAIN_SECONDS = 5;

const isTooMany = (error: unknown): error is Problem => error instanceof Problem && error.status === 429;

/** 0:05 */
const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** The report as a file, once it is its turn: where too many are asked for at once it asks again by itself, when it was told to (EXP-05). */
export function ExportReport({ path }: { readonly path: string }): React.JSX.Element {
  const { t } = useTranslation();
  const [again, setAgain] = useState<number>(); // when it asks again
  const [left, setLeft] = useState(0); // seconds until then
  const { mutate, reset, isPending, error } = useMutation({
    mutationFn: () => download(path, 'line-states.csv'),
    onError: (refused) => {
      if (!isTooMany(refused)) return;
      const seconds = refused.retryAfterSeconds ?? ASK_AGAIN_SECONDS;
      setLeft(seconds);
      setAgain(Date.now() + seconds * SECOND_MS);
    },
  });
  useEffect(() => {
    if (again === undefined) return undefined;
    const timer = setInterval(() => {
      const seconds = Math.ceil((again - Date.now()) / SECOND_MS);
      setLeft(seconds);
      if (seconds > 0) return;
      clearInterval(timer);
      setAgain(undefined);
      mutate();
    }, SECOND_MS);
    return () => clearInterval(timer);
  }, [again, mutate]);
  const giveUp = (): void => {
    setAgain(undefined);
    reset();
  };
  return (
    <>
      <Button size="xs" leftSection={<Icon name="down" />} loading={isPending} disabled={again !== undefined} onClick={() => mutate()}>
        {again === undefined ? t('lineStates.export') : t('lineStates.nextIn', { time: clock(left) })}
      </Button>
      <span role="status">
        {again !== undefined && (
          <span className="rf-meta">
            {t('lineStates.busy')}{' '}
            <button type="button" className="rf-link" onClick={giveUp}>
              {t('action.cancel')}
            </button>
          </span>
        )}
        {isPending && <span className="rf-meta">{t('lineStates.making')}</span>}
      </span>
      {error && !isTooMany(error) && <ProblemBox error={error} />}
    </>
  );
}
