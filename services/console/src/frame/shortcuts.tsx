import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useMe } from '../api/me.js';
import { isLetter } from './letters.js';
import { PLACES } from './navigation.js';
import { useScopedPath } from './scope.js';

const ShortcutsHelp = lazy(() => import('./shortcuts-help.js'));

const GO_WITHIN_MS = 1_500;

/** Keys that are the same in every view: `g` and a letter go somewhere, `?` tells all of them; a button or link that says so by `aria-keyshortcuts` is pressed by its letter. */
export function Shortcuts(): React.JSX.Element | null {
  const me = useMe();
  const navigate = useNavigate();
  const scoped = useScopedPath();
  const [helping, setHelping] = useState(false);
  const goingSince = useRef(-Infinity);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isLetter(event)) return;
      const isGoing = performance.now() - goingSince.current < GO_WITHIN_MS;
      goingSince.current = event.key === 'g' && !isGoing ? performance.now() : -Infinity;
      const place = isGoing ? PLACES.find(({ letter, shown }) => letter === event.key && shown(me)) : undefined;
      const pressed = isGoing ? null : document.querySelector<HTMLElement>(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
      if (place) void navigate(scoped(place.path));
      else if (event.key === '?') setHelping(true);
      else if (pressed) pressed.click();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [me, navigate, scoped]);
  return helping ? (
    <Suspense fallback={null}>
      <ShortcutsHelp onClose={() => setHelping(false)} />
    </Suspense>
  ) : null;
}
