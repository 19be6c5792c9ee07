import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CommonProps } from './common-props.js';

interface SecretInputProps {
  readonly common: CommonProps;
  /** null: to be cleared. */
  readonly value: unknown;
  /** Of a record that is there already, which may have one. */
  readonly known: boolean;
  readonly onChange: (value: string | null | undefined) => void;
}

/** A secret is given and never shown: what is set stays until it is replaced or cleared (PRV-03). */
export function SecretInput({ common, value, known, onChange }: SecretInputProps): React.JSX.Element {
  const { t } = useTranslation();
  const isCleared = value === null;
  return (
    <div>
      <PasswordInput
        {...common}
        value={typeof value === 'string' ? value : ''}
        autoComplete="new-password"
        description={t(isCleared ? 'record.secretCleared' : known ? 'record.secretHelp' : 'record.secretNewHelp')}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {known && !common.disabled && (
        <button type="button" className="rf-link" onClick={() => onChange(isCleared ? undefined : null)}>
          {t(isCleared ? 'record.keepSecret' : 'record.clearSecret', { label: common.label })}
        </button>
      )}
    </div>
  );
}
