import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, type Page, queryOf } from '../api/api.js';
import { useMe } from '../api/me.js';
import type { Device } from '../devices/device.js';
import { filtersIn } from '../devices/device-list.js';
import { GROUPS } from './navigation.js';
import { useScope, useScopedPath } from './scope.js';

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly path: string;
}

interface PaletteProps {
  /** What was typed before it was here. */
  readonly typed: string;
  readonly onClose: () => void;
}

const FOUND = 8;

/** Go to a view, or to a device by any part of its ID or MAC address. */
export default function Palette({ typed, onClose }: PaletteProps): React.JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const scoped = useScopedPath();
  const [text, setText] = useState(typed);
  const [at, setAt] = useState(0);
  const choices = useChoices(text.trim());
  useFocusBack();
  const go = (choice: Choice | undefined): void => {
    if (!choice) return;
    onClose();
    void navigate(scoped(choice.path));
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && choices.length > 0) setAt((at + step + choices.length) % choices.length);
    else if (event.key === 'Enter') go(choices[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Root opened onClose={onClose} size={560} yOffset={80}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.label')}>
        <TextInput
          className="rf-palette-input"
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls="palette-choices"
          aria-activedescendant={choices[at] ? `choice-${choices[at].id}` : undefined}
          aria-label={t('palette.label')}
          placeholder={t('palette.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <ul id="palette-choices" role="listbox" className="rf-palette" aria-label={t('palette.label')}>
          {choices.map((choice, index) => (
            <li key={choice.id} id={`choice-${choice.id}`} role="option" aria-selected={index === at} onClick={() => go(choice)} onKeyDown={onKeyDown}>
              <span>{choice.label}</span>
              <span className="rf-meta">{choice.hint}</span>
            </li>
          ))}
        </ul>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Whoever went nowhere goes on where the palette was opened. */
function useFocusBack(): void {
  useEffect(() => {
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
}

function useChoices(text: string): readonly Choice[] {
  const { t } = useTranslation();
  const me = useMe();
  const scope = useScope();
  const [settled] = useDebouncedValue(text, 200);
  const found = useQuery({
    queryKey: ['palette', scope, settled],
    queryFn: ({ signal }) => api<Page<Device>>(`devices${queryOf({ ...filtersIn(scope, {}), q: settled, limit: FOUND })}`, { signal }),
    enabled: settled.length > 1 && me.sections.devices,
  });
  const places = GROUPS.flatMap((group) => group.places)
    .filter(({ shown }) => shown(me))
    .map(({ path, label }): Choice => ({ id: path.slice(1), label: t(label), hint: t('palette.view'), path }))
    .filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const devices = text.length > 1 ? (found.data?.items ?? []) : [];
  return [
    ...places,
    ...devices.map(({ id, name, macAddress, model }): Choice => ({
      id,
      label: name,
      hint: [model.name, macAddress].filter(Boolean).join(' · '),
      path: `/devices/${id}`,
    })),
  ];
}
