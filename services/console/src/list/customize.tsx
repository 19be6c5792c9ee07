import { ActionIcon, Button, Checkbox, Popover, SegmentedControl } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';
import { type Column, moved, shownColumns } from './column.js';
import type { Preferences } from './preferences.js';
import { SettingsButton } from './settings-button.js';

export interface CustomizeProps {
  readonly listKey: string;
  readonly columns: readonly Column<never>[];
  readonly preferences: Preferences;
  readonly onChange: (change: Preferences) => void;
}

/** Settings: which columns and in which order, and how high the rows are (UI-04, UI-05). */
export default function Customize({ listKey, columns, preferences, onChange }: CustomizeProps): React.JSX.Element {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const back = (): void => button.current?.focus();
  return (
    <Popover defaultOpened onClose={back} position="bottom-end" trapFocus withinPortal width={320}>
      <Popover.Target>
        <SettingsButton ref={button} />
      </Popover.Target>
      <Popover.Dropdown>
        <h2 className="rf-popover-title">{t('list.rowStyle')}</h2>
        <SegmentedControl
          size="xs"
          fullWidth
          value={preferences.rowStyle ?? 'comfortable'}
          onChange={(rowStyle) => onChange({ rowStyle: rowStyle as 'comfortable' | 'compact' })}
          data={['comfortable', 'compact'].map((value) => ({ value, label: t(`list.${value}`) }))}
        />
        <h2 className="rf-popover-title">{t('list.customize')}</h2>
        <Columns listKey={listKey} columns={columns} preferences={preferences} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** All columns in the order in which they were when this was opened: one that is taken out stays where it is until then. */
function Columns({ listKey, columns, preferences, onChange }: CustomizeProps): React.JSX.Element {
  const { t } = useTranslation();
  // Its own while it is open, so that a box is ticked in the moment of the click.
  const [shown, setShown] = useState(() => shownColumns(columns, preferences.columns?.[listKey]).map(({ id }) => id));
  const [order, setOrder] = useState(() => [...shown, ...columns.map(({ id }) => id).filter((id) => !shown.includes(id))]);
  const choose = (wanted: readonly string[], by: readonly string[] = order): void => {
    const now = by.filter((id) => wanted.includes(id));
    setOrder([...by]);
    setShown(now);
    onChange({ columns: { [listKey]: now } });
  };
  const move = (id: string, steps: number): void => {
    const after = moved(shown, id, steps);
    const rest = order.filter((each) => !shown.includes(each));
    choose(after, [...after, ...rest]);
  };
  const reset = (): void => {
    const first = shownColumns(columns, undefined).map(({ id }) => id);
    choose(first, [...first, ...columns.map(({ id }) => id).filter((id) => !first.includes(id))]);
  };
  return (
    <>
      <ul className="rf-columns">
        {order.map((id) => {
          const column = columns.find((each) => each.id === id);
          if (!column) return null;
          const name = column.title ?? t(column.label);
          return (
            <li key={id}>
              <Checkbox
                size="xs"
                label={name}
                checked={shown.includes(id)}
                disabled={column.mandatory ?? false}
                onChange={(event) => choose(event.currentTarget.checked ? [...shown, id] : shown.filter((each) => each !== id))}
              />
              {shown.includes(id) && !column.mandatory && <Moves name={name} onMove={(steps) => move(id, steps)} />}
            </li>
          );
        })}
      </ul>
      <Button variant="subtle" size="xs" onClick={reset}>
        {t('list.reset')}
      </Button>
    </>
  );
}

function Moves({ name, onMove }: { readonly name: string; readonly onMove: (steps: number) => void }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <span>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('list.moveLeft', { column: name })} onClick={() => onMove(-1)}>
        <Icon name="up" />
      </ActionIcon>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('list.moveRight', { column: name })} onClick={() => onMove(1)}>
        <Icon name="down" />
      </ActionIcon>
    </span>
  );
}
