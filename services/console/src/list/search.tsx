import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLetter } from '../frame/letters.js';
import { Icon } from '../look/icon.js';

const SETTLES_MS = 250;

interface SearchProps {
  readonly value: string;
  readonly placeholder: string;
  readonly onChange: (text: string) => void;
}

/** The search field of a list: `/` leads into it, what is typed goes into the address a moment later. */
export function Search({ value, placeholder, onChange }: SearchProps): React.JSX.Element {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>(); // what is in the field while one types
  const field = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback(onChange, SETTLES_MS);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || !isLetter(event)) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <TextInput
      ref={field}
      size="xs"
      type="search"
      className="rf-search"
      leftSection={<Icon name="search" />}
      aria-label={t('list.search')}
      placeholder={placeholder}
      value={typed ?? value}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
      onBlur={() => {
        tell.flush();
        setTyped(undefined);
      }}
    />
  );
}
