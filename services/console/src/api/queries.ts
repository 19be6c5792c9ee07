import { QueryClient } from '@tanstack/react-query';
import { Problem } from './problem.js';

const MOST_TRIES = 3;

/** What was asked of the API, for the whole page. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays a refusal, but of a past that is not over yet (INV-14), which is in five seconds; what was not answered at all is asked again.
      retry: (count, error) => count < MOST_TRIES && !(error instanceof Problem && error.status < 500 && error.code !== 'as_of_too_recent'),
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
    // Without a network it fails at once: one that waited would be carried out later, after whoever asked had thought better of it.
    mutations: { networkMode: 'always', retry: false },
  },
});
