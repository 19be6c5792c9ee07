import './look/mantine.css';
import './look/console.css';
import { createRoot } from 'react-dom/client';
import { finishSignIn, SIGNED_IN_PATH } from './session/session.js';
import { SignInFailed } from './session/sign-in-failed.js';
import { ME } from './api/me.js';
import { queries } from './api/queries.js';
import { Console } from './frame/console.js';
import { startWords } from './words/words.js';

const root = createRoot(document.querySelector('#root') as HTMLElement);

const words = startWords();

try {
  if (location.pathname === SIGNED_IN_PATH) history.replaceState(null, '', await finishSignIn(new URLSearchParams(location.search)));
  void queries.prefetchQuery(ME); // while the words come
  await words;
  root.render(<Console />);
} catch (error) {
  await words.catch(() => undefined); // without them it says its keys
  root.render(<SignInFailed reason={error instanceof Error ? error.message : String(error)} />);
}
