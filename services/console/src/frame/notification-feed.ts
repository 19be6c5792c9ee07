import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createParser } from 'eventsource-parser';
import { useEffect, useState } from 'react';
import { api, call, type Page } from '../api/api.js';

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
const AGAIN_AFTER_MS = 5_000;

/** The newest notifications; live while the stream stands, else asked for every half minute. */
export function useNotifications(): { readonly page: NotificationPage | undefined; readonly live: boolean } {
  const queries = useQueryClient();
  const [live, setLive] = useState(false);
  const { data } = useQuery({
    queryKey: NOTIFICATIONS,
    queryFn: () => api<NotificationPage>('notifications?limit=20'),
    refetchInterval: live ? false : POLL_MS,
  });
  useEffect(() => follow(() => void queries.invalidateQueries({ queryKey: NOTIFICATIONS }), setLive), [queries]);
  return { page: data, live };
}

/** Listens until the returned function is called; comes again when the connection ends. */
function follow(onArrival: () => void, onLive: (live: boolean) => void): () => void {
  const stopped = new AbortController();
  let again: ReturnType<typeof setTimeout> | undefined;
  const listen = async (): Promise<void> => {
    try {
      await readStream(stopped.signal, onArrival, () => onLive(true));
    } catch {
      // Whatever it was, asking every half minute goes on until the stream is back.
    }
    if (stopped.signal.aborted) return;
    onLive(false);
    again = setTimeout(() => void listen(), AGAIN_AFTER_MS);
  };
  void listen();
  return () => {
    clearTimeout(again);
    stopped.abort();
  };
}

async function readStream(signal: AbortSignal, onArrival: () => void, onOpen: () => void): Promise<void> {
  const { body } = await call('notifications/stream', { signal });
  if (!body) return;
  onOpen();
  onArrival(); // what came while nobody listened
  const parser = createParser({ onEvent: onArrival });
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) parser.feed(chunk);
}
