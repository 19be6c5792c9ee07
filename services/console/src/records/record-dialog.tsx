import { CloseButton, Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { RecordForm } from './record-form.js';
import { type RecordKind, titleOf, type TreeRecord } from './record-kind.js';

interface RecordDialogProps {
  readonly kind: RecordKind;
  /** Absent for a new one. */
  readonly id: string | undefined;
  readonly mayChange: boolean;
  readonly onClose: () => void;
  /** It was deleted; absent where that is nothing more than closed. */
  readonly onGone?: () => void;
}

/** The form of one record beside its list. What somebody else changed meanwhile is shown, and nothing typed is lost. */
export function RecordDialog({ kind, id, mayChange, onClose, onGone = onClose }: RecordDialogProps): React.JSX.Element {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: [kind.key, 'one', id],
    queryFn: () => api<TreeRecord>(`${kind.key}/${id}`),
    enabled: id !== undefined,
  });
  const title = id === undefined ? t(`record.new.${kind.key}`) : data ? titleOf(data) : '';
  return (
    <Drawer.Root opened onClose={onClose} position="right" size={480}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body>
          <div className="rf-dialog-title">
            <h2>{title}</h2>
            <CloseButton aria-label={t('action.close')} onClick={onClose} />
          </div>
          {error && <ProblemBox error={error} retry={() => void refetch()} />}
          {(data || id === undefined) && <RecordForm kind={kind} record={data} mayChange={mayChange} onClose={onClose} onGone={onGone} />}
          {data && kind.below?.(data)}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
