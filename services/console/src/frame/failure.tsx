import { Component, type ReactNode } from 'react';
import { Unreachable } from '../api/problem.js';
import { ProblemBox } from './problem-box.js';

// A part of the page that could not be fetched is asked for again by a new page alone.
const again = (): void => location.reload();

/** What a view throws is shown in its place; another address starts anew, and so does the network when it is back. */
export class Failure extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error: navigator.onLine ? error : new Unreachable() };
  }

  override componentDidCatch(): void {
    addEventListener('online', again);
  }

  override componentWillUnmount(): void {
    removeEventListener('online', again);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <main className="rf-alone">
        <ProblemBox error={error} retry={again} />
      </main>
    );
  }
}
