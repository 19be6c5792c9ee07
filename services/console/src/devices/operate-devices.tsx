import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Problem } from '../api/problem.js';
import { CountTyped, isTyped, TYPED_FROM } from '../frame/count-typed.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import { countOf } from '../list/selection.js';
import type { OperationKind } from '../operations/operation.js';
import { figure } from '../words/figures.js';
import { FirstNames } from './first-names.js';
import { type Chosen, isByFilter, MOST_MATCHING, MOST_NAMED, operate } from './operate-selected.js';

interface OperateDevicesProps {
  readonly kind: OperationKind;
  readonly chosen: Chosen;
  /** How many match the question. */
  readonly matching: number;
  readonly onClose: () => void;
}

/** Asks before phones are restarted, or made to fetch their configuration; of many, and of all that match, the count is typed (UI-02c). Then leads to where one sees how it goes. */
export default function OperateDevices({ kind, onClose, ...now }: OperateDevicesProps): React.JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [{ chosen, matching }] = useState(now); // what is done is what was asked, whatever the list shows by then
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [counted, setCounted] = useState<number>(); // anew, where another count was answered
  const [typed, setTyped] = useState('');
  const isAll = chosen.selection.kind === 'all';
  const count = counted ?? countOf(chosen.selection, matching);
  const most = isAll && isByFilter(chosen) ? MOST_MATCHING : MOST_NAMED;
  const start = useMutation({
    mutationFn: () => operate(chosen, { kind, count, key }),
    onSuccess: ({ id }) => navigate(`/operations/${id}`),
    onError: (error) => {
      if (!(error instanceof Problem) || error.document.count === undefined) return;
      setCounted(error.document.count);
      setTyped('');
      setKey(crypto.randomUUID()); // it is another question now
    },
  });
  const mustType = isAll || count > TYPED_FROM;
  return (
    <Dialog title={t(`operation.${kind}.question`, { count, figure: figure(count) })} size={480} onClose={onClose}>
      <p>{t(`operation.${kind}.helpMany`)}</p>
      <FirstNames chosen={chosen} count={count} />
      {count > most && <p className="rf-bad">{t('operation.tooMany', { figure: figure(most) })}</p>}
      {mustType && <CountTyped count={count} typed={typed} onTyped={setTyped} first />}
      {start.error &&
        (counted === undefined ? <ProblemBox error={start.error} /> : <p role="alert">{t('operation.countChanged', { figure: figure(counted) })}</p>)}
      <div className="rf-dialog-foot">
        <Button variant="default" data-autofocus={!mustType || undefined} onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button loading={start.isPending} disabled={count === 0 || count > most || (mustType && !isTyped(typed, count))} onClick={() => start.mutate()}>
          {t(`operation.${kind}.doMany`, { count, figure: figure(count) })}
        </Button>
      </div>
    </Dialog>
  );
}
