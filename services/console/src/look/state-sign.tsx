import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';

export interface Sign {
  readonly icon: IconName;
  readonly tone: 'good' | 'bad' | 'caution' | 'info' | 'neutral';
}

/** Shape, word, colour, in that order of trust. */
export function StateSign({ sign: { icon, tone }, children }: { readonly sign: Sign; readonly children: ReactNode }): React.JSX.Element {
  return (
    <span className={`rf-state rf-${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}
