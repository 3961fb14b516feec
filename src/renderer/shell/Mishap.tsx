import { Component, type ReactNode } from 'react'

/** A bug in the view must not look like a quiet rack: it says so, and what goes on without it. */
export class Mishap extends Component<{ children: ReactNode }, { said: string | null }> {
  override state: { said: string | null } = { said: null }

  static getDerivedStateFromError(reason: unknown): { said: string } {
    return { said: reason instanceof Error ? reason.message : String(reason) }
  }

  override render(): ReactNode {
    if (this.state.said === null) return this.props.children
    return (
      <main className="mishap" role="alert">
        <h1>The window has failed</h1>
        <p>The engine goes on without it. Press Esc to make safe, or open the window again.</p>
        <p className="mono">{this.state.said}</p>
        <button type="button" className="btn main big" onClick={() => window.location.reload()}>
          Open the window again
        </button>
      </main>
    )
  }
}
