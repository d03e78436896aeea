import { Component, type ReactNode } from 'react'
import { ErrorNotice } from './ErrorNotice'

/** ErrorBoundary shows that a page failed instead of a blank one. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {}
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    return this.state.error === undefined ? this.props.children : <ErrorNotice error={this.state.error} />
  }
}
