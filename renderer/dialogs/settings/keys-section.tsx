import { ShortcutTable } from '../shortcuts.tsx';

export function KeysSection() {
  return <ShortcutTable />;
}
