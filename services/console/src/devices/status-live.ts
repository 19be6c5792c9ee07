import type { Schemas } from '@ringfleet/client';
import { useEffect, useSyncExternalStore } from 'react';
import { followEvents } from '../api/follow-events.js';

export type Status = Schemas['Status'];

/** As the stream tells it; null where nothing is known. */
interface Told {
  readonly deviceId: string;
  readonly status: Status | null;
  readonly since: string | null;
}

const MOST = 200; // as many as the service takes
const SETTLES_MS = 50; // the rows of a page come and go together

/** Devices on the screen, how often each, and what was told of them last. */
const watched = new Map<string, number>();
const told = new Map<string, Told>();
const listeners = new Set<() => void>();
let stop: (() => void) | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

const tellAll = (): void => listeners.forEach((listener) => listener());

function followWatched(): void {
  stop?.();
  stop = undefined;
  const ids = [...watched.keys()].slice(0, MOST);
  if (ids.length === 0 || document.hidden) return; // a browser has few connections for all its tabs
  stop = followEvents(`device-statuses/stream?ids=${ids.join(',')}`, {
    onEvent: (data) => {
      const one = JSON.parse(data) as Told;
      told.set(one.deviceId, one);
      tellAll();
    },
    onLive: () => undefined,
  });
}

const settle = (): void => {
  clearTimeout(timer);
  timer = setTimeout(followWatched, SETTLES_MS);
};

document.addEventListener('visibilitychange', settle);

function forget(id: string): void {
  watched.delete(id);
  told.delete(id);
  settle();
}

function watch(id: string): () => void {
  const count = watched.get(id) ?? 0;
  watched.set(id, count + 1);
  if (count === 0) settle();
  return () => {
    const left = (watched.get(id) ?? 1) - 1;
    if (left > 0) watched.set(id, left);
    else forget(id);
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the stream told of a device last, for as long as it is shown (CTL-04); undefined until it did. */
export function useLiveStatus(id: string): Told | undefined {
  useEffect(() => watch(id), [id]);
  return useSyncExternalStore(subscribe, () => told.get(id));
}
