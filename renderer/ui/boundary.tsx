import { Component, type ReactNode } from 'react';
import { notify } from '../store/notices.ts';
import { t } from '../text/text.ts';
import { Button } from './button.tsx';
import classes from './boundary.module.css';

interface BoundaryProps {
  /** What is shown; something else is tried anew. */
  readonly shown: string;
  /** For what comes over the window: closes it. A notice tells why. */
  readonly onBroken?: () => void;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly error: Error | null;
}

/** Where a part cannot be drawn, says so in its place; the rest of the window, and the tabs in it, stay. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null };

  static getDerivedStateFromError(this: void, error: Error): BoundaryState {
    return { error };
  }

  override componentDidCatch({ message }: Error): void {
    if (!this.props.onBroken) return;
    notify(`${t('app.broken')}. ${t('app.broken.cure', { reason: message })}`, { kind: 'error' });
    this.props.onBroken();
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.error && before.shown !== this.props.shown) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    if (this.props.onBroken) return null;
    return (
      <div role="alert" className={classes['broken']}>
        <h2>{t('app.broken')}</h2>
        <p>{t('app.broken.cure', { reason: error.message })}</p>
        <Button onClick={() => this.setState({ error: null })}>{t('app.broken.again')}</Button>
      </div>
    );
  }
}
