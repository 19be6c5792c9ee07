import { type ComboboxData, Select } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface OpenChoiceProps {
  readonly label: string;
  readonly data: ComboboxData;
  readonly text: string;
  readonly onSearch: (text: string) => void;
  readonly onChoose: (id: string | null) => void;
  /** Whether one went back, not on to something else. */
  readonly onClose: (isBack: boolean) => void;
}

/** A choice by any part of a name while it is open; the service finds what fits. */
export function OpenChoice({ label, data, text, onSearch, onChoose, onClose }: OpenChoiceProps): React.JSX.Element {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []); // it took the place of the button that was pressed
  return (
    <Select
      size="xs"
      searchable
      ref={field}
      defaultDropdownOpened
      aria-label={label}
      data={data}
      filter={({ options }) => options}
      nothingFoundMessage={t('empty.noMatch')}
      searchValue={text}
      onSearchChange={onSearch}
      onDropdownClose={() => onClose(document.activeElement === field.current)}
      onChange={(id) => {
        onClose(true);
        onChoose(id);
      }}
    />
  );
}
