import { type RefObject, useDeferredValue, useLayoutEffect } from 'react';

const SHORT = 100;
const IN_SIGHT = 40;

/** A long page is drawn from the top: what is in sight at once, the rest when the browser has time for it. `question` is what the rows answer. */
export function useFromTop<Row>(rows: readonly Row[], question: string | undefined, body: RefObject<HTMLTableSectionElement | null>): readonly Row[] {
  const drawn = useDeferredValue(question);
  useLayoutEffect(() => {
    const scrolled = body.current?.closest('.rf-scroll');
    if (scrolled) scrolled.scrollTop = 0;
  }, [body, question]);
  return drawn === question || rows.length <= SHORT ? rows : rows.slice(0, IN_SIGHT);
}
