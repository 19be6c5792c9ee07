import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Problem } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Icon } from '../look/icon.js';
import { type ColumnMap, upload } from './upload.js';

const ACCEPTED = '.csv,.xls,.xlsx,.txt';
const MOST_BYTES = 100 * 1024 * 1024;

interface DropZoneProps {
  readonly title: string;
  readonly columnMap?: ColumnMap;
  /** One that was sent before, and can be sent as it is. */
  readonly again?: File | undefined;
}

/** Where a file is dropped or chosen; its import's page opens as soon as it is stored. */
export function DropZone({ title, columnMap, again }: DropZoneProps): React.JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [sent, setSent] = useState(0);
  const sending = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > MOST_BYTES) throw tooLarge(t('import.tooLarge'), t('import.tooLargeHelp', { name: file.name }));
      setSent(0);
      return upload({ file, columnMap, key: crypto.randomUUID() }, setSent);
    },
    onSuccess: ({ id }) => navigate(`/imports/${id}`),
  });
  const take = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file && !sending.isPending) sending.mutate(file);
  };
  return (
    <div
      className="rf-drop"
      data-over={over || undefined}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      {sending.isPending ? (
        <div role="status" className="rf-drop-progress">
          <p>{t('import.uploading', { name: sending.variables.name, percent: Math.floor(sent * 100) })}</p>
          <Progress value={sent * 100} aria-label={t('import.uploadProgress')} />
        </div>
      ) : (
        <>
          <p>
            <strong>{title}</strong>
          </p>
          <input ref={input} type="file" accept={ACCEPTED} hidden onChange={(event) => take(event.currentTarget.files)} />
          {again && <Button onClick={() => sending.mutate(again)}>{t('import.again', { name: again.name })}</Button>}{' '}
          <Button variant={again ? 'default' : 'filled'} leftSection={<Icon name="up" />} onClick={() => input.current?.click()}>
            {t('import.choose')}
          </Button>
          <p className="rf-meta">{t('import.limits')}</p>
        </>
      )}
      {sending.error && <ProblemBox error={sending.error} />}
    </div>
  );
}

const tooLarge = (title: string, detail: string): Problem => new Problem({ status: 413, code: 'too_large', title, detail });
