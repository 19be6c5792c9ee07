import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/api.js';
import { useMe } from '../api/me.js';
import { Problem, Unreachable } from '../api/problem.js';
import { changesOf, type Content, contentOf, isSame, rebased, withKeptSecrets, withoutKeptSecrets, withoutSecrets } from './content.js';
import { PROFILES, type Version } from './profile.js';

export interface Draft {
  /** As it was saved last. */
  readonly saved: Version;
  readonly content: Content;
  readonly state: 'saved' | 'typed' | 'saving' | 'refused';
  /** Why what stands there is not saved. */
  readonly error: unknown;
  /** What is typed; it is saved in the next pause. */
  readonly change: (part: Partial<Content>) => void;
  /** Saves at once; throws what is refused, and then nothing is changed. */
  readonly save: (part: Partial<Content>) => Promise<void>;
  /** Somebody saved first: it rests on theirs now, and what one typed stays. */
  readonly take: (theirs: Version) => void;
  /** What a new draft would be made of, where somebody published or discarded this one while one was typing. */
  readonly left: (Partial<Content> & { readonly basedOn?: number }) | undefined;
  readonly forget: () => void;
  /** Once more what was refused. */
  readonly again: () => void;
}

interface OfDraft {
  readonly profileId: string;
  readonly version: Version;
  /** Somebody discarded it. */
  readonly isGone: boolean;
  /** Names of inherited secrets. */
  readonly secrets: readonly string[];
}

const PAUSE_MS = 700;

/** A draft saves itself: no phone gets it before it is published. What could not be saved outlives the page, in this tab and for this user alone; secrets do not. */
export function useDraft({ profileId, version, isGone, secrets }: OfDraft): Draft {
  const queries = useQueryClient();
  const me = useMe();
  const place = ['ringfleet.draft', me.id, PROFILES, profileId, version.number].join('.');
  const [saved, setSaved] = useState(version);
  const [content, setContent] = useState(() => typedBefore(place, version) ?? contentOf(version));
  const [published, setPublished] = useState(() => (version.state === 'draft' ? undefined : keptAt(place)));
  const [settled] = useDebouncedValue(content, PAUSE_MS);
  const key = [PROFILES, 'one', profileId, 'versions', version.number];
  const saving = useMutation({
    mutationFn: (sent: Content) =>
      api<Version>(`${PROFILES}/${profileId}/versions/${version.number}`, { method: 'PATCH', body: changesOf(sent, contentOf(saved)), ifMatch: saved.version }),
    onSuccess: (answer, sent) => {
      setSaved(answer);
      setContent((now) => withKeptSecrets(now, sent, contentOf(answer)));
      queries.setQueryData(key, answer);
    },
    onError: (error) => {
      if (error instanceof Problem && [404, 409, 412].includes(error.status)) void queries.invalidateQueries({ queryKey: key, exact: true }); // it may be published, or discarded
    },
  });
  const isTyped = version.state === 'draft' && !isSame(content, contentOf(saved));
  const isRefused = saving.isError && saving.variables === content;
  const isDue = isTyped && !isGone && settled === content && !saving.isPending && !isRefused;
  useSavingItself(isDue, content, saving.mutate);
  useOnceOnline(isRefused && saving.error instanceof Unreachable, saving.reset);
  useKept(place, isTyped ? { before: contentOf(saved), content, secrets } : published);
  return {
    saved,
    content,
    state: isRefused ? 'refused' : saving.isPending ? 'saving' : isTyped ? 'typed' : 'saved',
    error: isRefused ? saving.error : undefined,
    change: (part) => setContent((now) => ({ ...now, ...part })),
    save: async (part) => {
      const sent = { ...content, ...part };
      const answer = await saving.mutateAsync(sent);
      setContent(withKeptSecrets(sent, sent, contentOf(answer)));
    },
    take: (theirs) => {
      setContent(rebased(content, contentOf(saved), contentOf(theirs)));
      setSaved(theirs);
      saving.reset();
    },
    left: isGone ? withoutKeptSecrets(content) : published && leftOf(published, version),
    forget: () => (setPublished(undefined), setContent(contentOf(saved))),
    again: () => saving.reset(),
  };
}

const leftOf = ({ before, content }: Unsaved, version: Version): Draft['left'] => ({
  ...changesOf(rebased(content, before, contentOf(version)), contentOf(version)),
  basedOn: version.number,
});

export const isOutdated = (error: unknown): boolean => error instanceof Problem && error.status === 412;

function useSavingItself(isDue: boolean, content: Content, save: (content: Content) => void): void {
  useEffect(() => {
    if (isDue) save(content);
  }, [isDue, save, content]);
}

/** A draft saves itself, so it does when there is a network again. */
function useOnceOnline(isWaiting: boolean, then: () => void): void {
  useEffect(() => {
    if (!isWaiting) return undefined;
    addEventListener('online', then);
    return () => removeEventListener('online', then);
  }, [isWaiting, then]);
}

interface Unsaved {
  readonly before: Content;
  readonly content: Content;
  readonly secrets: readonly string[];
}

/** While something is not saved it lies in the tab's storage, and the tab is not closed without a question. */
function useKept(place: string, unsaved: Unsaved | undefined): void {
  const text =
    unsaved && JSON.stringify({ before: unsaved.before, content: withoutSecrets(unsaved.content, unsaved.before, unsaved.secrets), secrets: unsaved.secrets });
  useEffect(() => {
    if (text === undefined) {
      sessionStorage.removeItem(place);
      return undefined;
    }
    sessionStorage.setItem(place, text);
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [place, text]);
}

const keptAt = (place: string): Unsaved | undefined => (JSON.parse(sessionStorage.getItem(place) ?? 'null') as Unsaved | null) ?? undefined;

function typedBefore(place: string, version: Version): Content | undefined {
  const kept = version.state === 'draft' ? keptAt(place) : undefined;
  return kept && rebased(kept.content, kept.before, contentOf(version));
}
