import { type ReactNode, useEffect, useRef } from 'react';
import { NavigationType, useNavigationType } from 'react-router';

/** The heading of a view. Whoever was led here by a link finds the focus on it, and so hears where he is; at the first load and on the way back it stays where it is. */
export function Title({ children }: { readonly children: ReactNode }): React.JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const led = useNavigationType() === NavigationType.Push;
  const ledAtFirst = useRef(led);
  useEffect(() => {
    if (ledAtFirst.current) heading.current?.focus();
  }, []);
  return (
    <h1 id="title" tabIndex={-1} ref={heading}>
      {children}
    </h1>
  );
}
