import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CommonProps } from './common-props.js';

interface TypedInputProps {
  readonly kind: 'number' | 'date' | 'option';
  readonly options: readonly string[];
  readonly common: CommonProps;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A number, a day, or one of some texts, as custom fields have them. */
export function TypedInput({ kind, options, common, value, onChange }: TypedInputProps): React.JSX.Element {
  const { t } = useTranslation();
  const shown = typeof value === 'string' || typeof value === 'number' ? value : '';
  if (kind === 'option')
    return (
      <NativeSelect {...common} value={shown} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t('word.none')}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </NativeSelect>
    );
  if (kind === 'date') return <TextInput {...common} type="date" value={shown} onChange={(event) => onChange(event.currentTarget.value)} />;
  const numberOf = ({ value: text, valueAsNumber }: HTMLInputElement): unknown => (text === '' || Number.isNaN(valueAsNumber) ? null : valueAsNumber);
  return <TextInput {...common} type="number" step="any" defaultValue={shown} onChange={(event) => onChange(numberOf(event.currentTarget))} />;
}
