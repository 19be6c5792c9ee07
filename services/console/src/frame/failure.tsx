import { Component, type ReactNode } from 'react';
import { ProblemBox } from './problem-box.js';

/** What a view throws is shown in its place; another address starts anew. */
export class Failure extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <main className="rf-alone">
        <ProblemBox error={error} retry={() => this.setState({ error: undefined })} />
      </main>
    );
  }
}
