import { ActionIcon, Popover } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../api/api.js';
import { download } from '../imports/download.js';
import { Icon } from '../look/icon.js';
import { ProblemBox } from './problem-box.js';
import { figure, moment } from '../words/figures.js';
import { type Notification, NOTIFICATIONS, useNotifications } from './notification-feed.js';

const MOST_SHOWN = 99;

/** NTF-01: unread count, live; what is behind each; read and unread. */
export function Bell(): React.JSX.Element {
  const { t } = useTranslation();
  const { page, live } = useNotifications();
  const [open, setOpen] = useState(false);
  const unread = page?.unreadCount ?? 0;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={380} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" className="rf-bell" aria-label={t('bell.label', { count: unread })} onClick={() => setOpen(!open)}>
          <Icon name="bell" />
          {unread > 0 && <span aria-hidden="true">{unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</span>}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Entries items={page?.items ?? []} unread={unread} live={live} onLeave={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

interface EntriesProps {
  readonly items: readonly Notification[];
  readonly unread: number;
  readonly live: boolean;
  readonly onLeave: () => void;
}

function Entries({ items, unread, live, onLeave }: EntriesProps): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const markAll = useMutation({
    mutationFn: () => api('notifications/read-all', { method: 'POST', body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: NOTIFICATIONS }),
  });
  return (
    <section aria-label={t('bell.title')}>
      <div className="rf-bell-head">
        <strong>{t('bell.title')}</strong>
        <span className="rf-meta">{t(live ? 'bell.live' : 'bell.polling')}</span>
        {unread > 0 && (
          <button type="button" className="rf-link" onClick={() => markAll.mutate()}>
            {t('bell.readAll')}
          </button>
        )}
      </div>
      {items.length === 0 && <p className="rf-bell-empty">{t('bell.empty')}</p>}
      <ul className="rf-bell-list">
        {items.map((entry) => (
          <Entry key={entry.id} entry={entry} onLeave={onLeave} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry, onLeave }: { readonly entry: Notification; readonly onLeave: () => void }): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { importId, operationId, fileName, counts, outcomes, operation, deletion } = entry.data;
  const place = importId ? `/imports/${importId}` : operationId && `/operations/${operationId}`;
  const read = useMutation({
    mutationFn: () => api(`notifications/${entry.id}`, { method: 'PATCH', body: { read: true } }),
    onSettled: () => queries.invalidateQueries({ queryKey: NOTIFICATIONS }),
  });
  const markRead = (): void => {
    if (entry.readAt === null) read.mutate();
  };
  const leave = (): void => {
    markRead();
    onLeave();
  };
  const title = t(`bell.kind.${entry.kind}`, { name: fileName ?? t(`operation.${operation}.do`), defaultValue: entry.title });
  return (
    <li data-unread={entry.readAt === null ? true : undefined}>
      {place ? (
        <Link to={place} onClick={leave}>
          {title}
        </Link>
      ) : (
        <span>{title}</span>
      )}
      <EntryFile entry={entry} onTaken={markRead} />
      {counts && (
        <span className="rf-meta">
          {t(deletion ? 'bell.countsDeleted' : 'bell.counts', {
            applied: figure(counts.applied + counts.unchanged),
            rejected: figure(counts.rejected ?? counts.refused ?? 0),
          })}
        </span>
      )}
      {outcomes && (
        <span className="rf-meta">
          {Object.entries(outcomes)
            .map(([outcome, count]) => `${t(`operation.short.${outcome}`)} ${figure(count)}`)
            .join(' · ')}
        </span>
      )}
      <time className="rf-meta" dateTime={entry.createdAt}>
        {moment(entry.createdAt)}
      </time>
    </li>
  );
}

/** The file that a notification is about: what was exported, or which devices a batch refused. */
function EntryFile({ entry, onTaken }: { readonly entry: Notification; readonly onTaken: () => void }): React.JSX.Element | null {
  const { t } = useTranslation();
  const { exportId, batchId, links } = entry.data;
  const hasFailures = batchId !== undefined && Boolean(links?.['failures']);
  const take = useMutation({
    mutationFn: async () => {
      if (hasFailures) return download(`device-batches/${batchId}/failures?format=xlsx`, 'failures.xlsx');
      const { download: link } = await api<{ download: { url: string } | null }>(`exports/${exportId}`);
      if (link) location.assign(link.url);
    },
    onSuccess: onTaken,
  });
  if (entry.kind !== 'export_finished' && !hasFailures) return null;
  return (
    <>
      <button type="button" className="rf-link rf-start" onClick={() => take.mutate()}>
        {t(hasFailures ? 'batch.failures' : 'action.download')}
      </button>
      {take.error && <ProblemBox error={take.error} />}
    </>
  );
}
