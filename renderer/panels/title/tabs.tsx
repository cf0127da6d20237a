import { activateTab, useWorkspace } from '../../store/workspace.ts';

export function Tabs() {
  const tabs = useWorkspace((state) => state.tabs);
  const active = useWorkspace((state) => state.active);
  return (
    <div role="tablist">
      {tabs.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={id === active}
          onClick={() => activateTab(id)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
