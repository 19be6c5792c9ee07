import { CloseButton, Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface DialogProps {
  readonly title: string;
  readonly size: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A question or a short form over the view. */
export function Dialog({ title, size, onClose, children }: DialogProps): React.JSX.Element {
  const { t } = useTranslation();
  useFocusBack();
  return (
    <Modal.Root opened onClose={onClose} size={size} centered>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body>
          <div className="rf-dialog-title">
            <h2>{title}</h2>
            <CloseButton aria-label={t('action.close')} onClick={onClose} />
          </div>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Whoever works by keyboard goes on where the dialog was opened. */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    },
    [opener],
  );
}
