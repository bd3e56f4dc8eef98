import { Component, type ReactNode } from 'react'

type Props = { plain: ReactNode; children: ReactNode }

/** An editor that cannot be loaded is no reason not to show the text. React catches by class alone. */
export class PlainOnFailure extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    return this.state.hasFailed ? this.props.plain : this.props.children
  }
}
