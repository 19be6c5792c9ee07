import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { figure } from '../words/figures.js';

/** Of more phones than these, and of all that match, the count is typed (UI-02c). */
export const TYPED_FROM = 100;

/** However it is written: 12480, 12,480 or 12 480. */
export const isTyped = (typed: string, count: number): boolean => typed.replaceAll(/\D/g, '') === String(count);

interface CountTypedProps {
  readonly count: number;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  /** Where one begins, in a dialog. */
  readonly first?: boolean;
}

/** Whoever does something to many phones types how many. */
export function CountTyped({ count, typed, onTyped, first = false }: CountTypedProps): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <TextInput
      size="xs"
      data-autofocus={first || undefined}
      label={t('batch.typeCount', { figure: figure(count) })}
      autoComplete="off"
      value={typed}
      onChange={(event) => onTyped(event.currentTarget.value)}
    />
  );
}
