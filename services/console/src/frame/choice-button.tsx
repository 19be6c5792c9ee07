import { type ReactNode, Suspense, useState } from 'react';
import { Icon } from '../look/icon.js';
import { OPENING } from './letters.js';

interface ChoiceButtonProps {
  /** What is chosen, as it reads. */
  readonly named: string;
  /** Said of it to whoever does not see the label beside it. */
  readonly label?: string;
  readonly isSet: boolean;
  /** What one chooses with; it comes in the place of the button. */
  readonly children: (close: (isBack: boolean) => void) => ReactNode;
}

/** Says what is chosen; pressed, it makes room for the choice among however many there are, which is fetched when it is wanted. */
export function ChoiceButton({ named, label, isSet, children }: ChoiceButtonProps): React.JSX.Element {
  const [state, setState] = useState<'closed' | 'open' | 'back'>('closed');
  // Whoever chose, or went back, goes on at the button; whoever went on elsewhere does not.
  const close = (isBack: boolean): void => setState((now) => (isBack || now === 'back' ? 'back' : 'closed'));
  const button = (
    <button
      {...(state === 'open' && OPENING)}
      ref={state === 'back' ? focusOn : undefined}
      type="button"
      className="rf-input rf-choice"
      aria-haspopup="listbox"
      aria-label={label}
      data-set={isSet || undefined}
      title={named}
      onClick={() => setState('open')}
    >
      <span>{named}</span> <Icon name="opens" />
    </button>
  );
  return state === 'open' ? <Suspense fallback={button}>{children(close)}</Suspense> : button;
}

const focusOn = (button: HTMLButtonElement | null): void => button?.focus();
