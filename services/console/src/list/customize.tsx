import { ActionIcon, Button, Checkbox, Popover, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';
import { type Column, moved, shownColumns } from './column.js';
import type { Preferences } from './preferences.js';

interface CustomizeProps {
  readonly listKey: string;
  readonly columns: readonly Column<never>[];
  readonly preferences: Preferences;
  readonly onChange: (change: Preferences) => void;
}

/** Settings: which columns and in which order, and how high the rows are (UI-04, UI-05). */
export function Customize({ listKey, columns, preferences, onChange }: CustomizeProps): React.JSX.Element {
  const { t } = useTranslation();
  const shown = shownColumns(columns, preferences.columns?.[listKey]).map(({ id }) => id);
  const hidden = columns.filter(({ id }) => !shown.includes(id));
  const choose = (ids: readonly string[]): void => onChange({ columns: { [listKey]: ids } });
  const nameOf = (id: string): string => t(columns.find((column) => column.id === id)?.label ?? id);
  const isFixed = (id: string): boolean => columns.find((column) => column.id === id)?.mandatory ?? false;
  return (
    <Popover position="bottom-end" trapFocus returnFocus withinPortal width={320}>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<Icon name="settings" />}>
          {t('list.settings')}
        </Button>
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
        <ul className="rf-columns">
          {[...shown, ...hidden.map(({ id }) => id)].map((id) => (
            <li key={id}>
              <Checkbox
                size="xs"
                label={nameOf(id)}
                checked={shown.includes(id)}
                disabled={isFixed(id)}
                onChange={(event) => choose(event.currentTarget.checked ? [...shown, id] : shown.filter((each) => each !== id))}
              />
              {shown.includes(id) && !isFixed(id) && (
                <span>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t('list.moveLeft', { column: nameOf(id) })}
                    onClick={() => choose(moved(shown, id, -1))}
                  >
                    <Icon name="up" />
                  </ActionIcon>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t('list.moveRight', { column: nameOf(id) })}
                    onClick={() => choose(moved(shown, id, 1))}
                  >
                    <Icon name="down" />
                  </ActionIcon>
                </span>
              )}
            </li>
          ))}
        </ul>
        <Button variant="subtle" size="xs" onClick={() => choose(shownColumns(columns, undefined).map(({ id }) => id))}>
          {t('list.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
