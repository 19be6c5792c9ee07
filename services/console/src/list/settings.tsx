import { lazy, Suspense, useState } from 'react';
import type { CustomizeProps } from './customize.js';
import { SettingsButton } from './settings-button.js';

const Customize = lazy(() => import('./customize.js'));

/** What opens the settings of a list; they are fetched by the first click. */
export function Settings(props: CustomizeProps): React.JSX.Element {
  const [wanted, setWanted] = useState(false);
  const button = <SettingsButton aria-haspopup="dialog" onClick={() => setWanted(true)} />;
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <Customize {...props} />
    </Suspense>
  );
}
