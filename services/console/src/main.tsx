import './look/mantine.css';
import './look/console.css';
import { createRoot } from 'react-dom/client';
import { finishSignIn, SIGNED_IN_PATH } from './session/session.js';
import { SignInFailed } from './session/sign-in-failed.js';
import { Console } from './frame/console.js';
import { startWords } from './words/words.js';

const root = createRoot(document.querySelector('#root') as HTMLElement);

try {
  await startWords();
  if (location.pathname === SIGNED_IN_PATH) history.replaceState(null, '', await finishSignIn(new URLSearchParams(location.search)));
  root.render(<Console />);
} catch (error) {
  root.render(<SignInFailed reason={error instanceof Error ? error.message : String(error)} />);
}
