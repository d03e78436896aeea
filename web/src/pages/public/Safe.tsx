import { Component, type ReactNode } from 'react'
import { Trouble } from './Trouble'

/** Safe shows that a page failed instead of a blank one. */
export class Safe extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {}
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    return this.state.error === undefined ? this.props.children : <Trouble error={this.state.error} />
  }
}
