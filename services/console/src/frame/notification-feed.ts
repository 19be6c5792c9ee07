import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type Page } from '../api/api.js';
import { followEvents } from '../api/follow-events.js';

/** Of an import its rows, some rejected; of a batch its devices, some refused. */
export interface Counts {
  readonly applied: number;
  readonly unchanged: number;
  readonly rejected?: number;
  readonly refused?: number;
}

export interface Notification {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly data: {
    readonly importId?: string;
    readonly exportId?: string;
    readonly batchId?: string;
    /** Of a batch: its phones were deleted. */
    readonly deletion?: boolean;
    readonly operationId?: string;
    /** Of an operation on phones: how many came to which outcome. */
    readonly outcomes?: Readonly<Record<string, number>>;
    /** restart or resync. */
    readonly operation?: string;
    readonly fileName?: string;
    /** Of an import what was rejected, of a batch what was refused. */
    readonly counts?: Readonly<Record<'applied' | 'unchanged' | 'notReached', number>> & Readonly<Partial<Record<'rejected' | 'refused', number>>>;
    readonly links?: Readonly<Record<string, string | null>>;
  };
  readonly createdAt: string;
  readonly readAt: string | null;
}

interface NotificationPage extends Page<Notification> {
  readonly unreadCount: number;
}

export const NOTIFICATIONS = ['notifications'] as const;
const POLL_MS = 30_000;

/** The newest notifications; live while the stream stands, else asked for every half minute. */
export function useNotifications(): { readonly page: NotificationPage | undefined; readonly live: boolean } {
  const queries = useQueryClient();
  const [live, setLive] = useState(false);
  const { data } = useQuery({
    queryKey: NOTIFICATIONS,
    queryFn: () => api<NotificationPage>('notifications?limit=20'),
    refetchInterval: live ? false : POLL_MS,
  });
  useEffect(() => {
    const renew = (): void => void queries.invalidateQueries({ queryKey: NOTIFICATIONS });
    return followEvents('notifications/stream', {
      onEvent: renew,
      onLive: (isLive) => {
        setLive(isLive);
        if (isLive) renew(); // what came while nobody listened
      },
    });
  }, [queries]);
  return { page: data, live };
}
