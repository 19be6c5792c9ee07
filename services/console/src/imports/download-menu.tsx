import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '../frame/problem-box.js';
import { Icon } from '../look/icon.js';
import { download } from './download.js';

interface DownloadMenuProps {
  readonly label: string;
  /** Path of the API without its format. */
  readonly path: string;
  readonly name: string;
}

const FORMATS = ['xlsx', 'csv'] as const;

/** A file to keep, as what one likes. */
export function DownloadMenu({ label, path, name }: DownloadMenuProps): React.JSX.Element {
  const { t } = useTranslation();
  const getting = useMutation({ mutationFn: (format: string) => download(`${path}?format=${format}`, `${name}.${format}`) });
  return (
    <>
      <Menu withinPortal position="bottom-start">
        <Menu.Target>
          <Button variant="default" size="xs" rightSection={<Icon name="opens" />} loading={getting.isPending}>
            {label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map((format) => (
            <Menu.Item key={format} onClick={() => getting.mutate(format)}>
              {t(`format.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {getting.error && <ProblemBox error={getting.error} />}
    </>
  );
}
