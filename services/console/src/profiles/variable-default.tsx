import { NativeSelect, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Variable } from './profile.js';

/** What is typed of a variable. */
export type Typed = { readonly [Name in keyof Omit<Variable, 'type' | 'choices' | 'default'>]: string } & Pick<Variable, 'type' | 'choices'> & {
    /** null: there is none; '' is the empty text. */
    readonly default: string | null;
  };

/** What a field of the form is given. */
export interface Part {
  readonly label: string;
  readonly error: string | undefined;
  readonly disabled: boolean;
}

export const wholeNumber = (t: TFunction) => ({ inputMode: 'numeric', pattern: '-?[0-9]+', title: t('variable.types.integer') }) as const;

interface DefaultProps {
  readonly typed: Typed;
  readonly part: Part;
  readonly onChange: (standard: string | null) => void;
}

/** Cleared there is none; that it is the empty text is chosen beneath. */
export function Default({ typed: { type, choices, default: standard }, part, onChange }: DefaultProps): React.JSX.Element {
  const { t } = useTranslation();
  const changed = ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }): void => onChange(value === '' ? null : value);
  if (type === 'boolean' || type === 'choice') {
    return (
      <NativeSelect {...part} value={standard ?? ''} onChange={changed}>
        <option value="">{t('word.none')}</option>
        {(type === 'boolean' ? ['true', 'false'] : choices).map((each) => (
          <option key={each} value={each}>
            {type === 'boolean' ? t(each === 'true' ? 'word.yes' : 'word.no') : each}
          </option>
        ))}
      </NativeSelect>
    );
  }
  const isEmpty = standard === '' && type === 'string';
  return (
    <div>
      <TextInput
        {...part}
        {...(type === 'integer' && wholeNumber(t))}
        autoComplete="off"
        placeholder={t(isEmpty ? 'version.empty' : 'version.noDefault')}
        value={standard ?? ''}
        onChange={changed}
      />
      {type === 'string' && !part.disabled && (standard ?? '') === '' && (
        <button type="button" className="rf-link" onClick={() => onChange(isEmpty ? null : '')}>
          {t(isEmpty ? 'variable.withoutDefault' : 'variable.emptyDefault')}
        </button>
      )}
    </div>
  );
}
