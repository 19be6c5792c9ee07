import { type RefObject, useEffect, useRef } from 'react';

/** Ctrl+Enter, or ⌘ Enter, anywhere in the form that this is the ref of, sends it. */
export function useSubmitKey(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isInside = event.target instanceof Node && form.current?.contains(event.target);
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && isInside) form.current?.requestSubmit();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return form;
}
