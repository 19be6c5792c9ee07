import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSecret } from './content.js';
import type { Value, Variable } from './profile.js';

interface ValueInputProps {
  readonly variable: Variable;
  /** undefined: it is not set here. */
  readonly value: Value | undefined;
  /** What holds where it is not set here. */
  readonly otherwise: Value | null;
  /** The same in words. */
  readonly said: string;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: Value | undefined) => void;
}

/** The value of a variable, as its type has it; cleared: it is not set here. An empty text, which wins over what is inherited, is chosen beneath. */
export function ValueInput(props: ValueInputProps): React.JSX.Element {
  const { variable, value, otherwise, disabled, onChange } = props;
  const isText = variable.type === 'string' || variable.type === 'secret';
  const mayEmpty = isText && !disabled && (value === '' || (value === undefined && otherwise !== null && otherwise !== ''));
  return (
    <div>
      <OneInput {...props} />
      {mayEmpty && <EmptyText label={variable.label ?? variable.name} isEmpty={value === ''} onChange={onChange} />}
    </div>
  );
}

function OneInput({ variable, value, said, error, disabled, onChange }: ValueInputProps): React.JSX.Element {
  const { t } = useTranslation();
  const { type, name, label, min, max, choices } = variable;
  const common = { label: label ?? name, description: <Description variable={variable} said={said} />, error, disabled };
  if (type === 'secret') return <SecretValue common={common} value={value} onChange={onChange} />;
  if (type === 'boolean' || type === 'choice') {
    const options = type === 'boolean' ? ['true', 'false'] : choices;
    const words = type === 'boolean' ? { true: t('word.yes'), false: t('word.no') } : undefined;
    const valueOf = (chosen: string): Value => (type === 'boolean' ? chosen === 'true' : chosen);
    return (
      <NativeSelect
        {...common}
        value={textOf(value)}
        onChange={({ currentTarget: { value: chosen } }) => onChange(chosen === '' ? undefined : valueOf(chosen))}
      >
        <option value="">{t('version.notSetHere')}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {words?.[option as keyof typeof words] ?? option}
          </option>
        ))}
      </NativeSelect>
    );
  }
  const typed = (text: string): Value => (type === 'integer' && text.trim() !== '' && Number.isSafeInteger(Number(text)) ? Number(text) : text);
  return (
    <TextInput
      {...common}
      {...(type === 'integer' && { inputMode: 'numeric', min: min ?? undefined, max: max ?? undefined })}
      autoComplete="off"
      placeholder={value === '' ? t('version.empty') : ''}
      value={textOf(value)}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : typed(currentTarget.value))}
    />
  );
}

const textOf = (value: Value | undefined): string => (value === undefined || isSecret(value) ? '' : String(value));

interface EmptyTextProps extends Pick<ValueInputProps, 'onChange'> {
  readonly label: string;
  readonly isEmpty: boolean;
}

function EmptyText({ label, isEmpty, onChange }: EmptyTextProps): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <button type="button" className="rf-link" onClick={() => onChange(isEmpty ? undefined : '')}>
      {t(isEmpty ? 'version.unset' : 'version.leaveEmpty', { label })}
    </button>
  );
}

/** What templates call it, and what holds where it is not set. */
function Description({ variable: { name, label }, said }: Pick<ValueInputProps, 'variable' | 'said'>): React.JSX.Element {
  return (
    <>
      {label !== null && <code>{`params.${name}`}</code>} {said}
    </>
  );
}

interface SecretValueProps extends Pick<ValueInputProps, 'value' | 'onChange'> {
  readonly common: { readonly label: string; readonly description: React.ReactNode; readonly error: string | undefined; readonly disabled: boolean };
}

/** Kept when one leaves the field, not while one types; then it is shown to nobody. */
function SecretValue({ common, value, onChange }: SecretValueProps): React.JSX.Element {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const isSet = isSecret(value);
  return (
    <div>
      <PasswordInput
        {...common}
        value={typed}
        autoComplete="new-password"
        placeholder={isSet ? t('version.secretSet') : ''}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={() => {
          if (typed === '') return;
          onChange(typed);
          setTyped('');
        }}
      />
      {isSet && !common.disabled && (
        <button type="button" className="rf-link" onClick={() => onChange(undefined)}>
          {t('record.clearSecret', { label: common.label })}
        </button>
      )}
    </div>
  );
}
