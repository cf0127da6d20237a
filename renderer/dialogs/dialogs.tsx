import { Suspense, type ComponentType } from 'react';
import { closeDialog, useDialog } from '../store/dialogs.ts';
import { Boundary } from '../ui/boundary.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';

type Loader = () => Promise<{ default: ComponentType<never> }>;

/** A dialog is the default export of its file, loaded when it is first shown; its props come from `showDialog`. */
const LOADERS: Readonly<Record<string, Loader>> = {
  'command-palette': () => import('./command-palette.tsx'),
  conflict: () => import('./files/conflict.tsx'),
  'find-node': () => import('./find-node.tsx'),
  mask: () => import('../widgets/mask/mask-dialog.tsx'),
  'download-model': () => import('./download/download-model.tsx'),
  'missing-models': () => import('./files/missing-models.tsx'),
  'missing-nodes': () => import('./files/missing-nodes.tsx'),
  recovery: () => import('./files/recovery.tsx'),
  'rename-workflow': () => import('./files/rename-workflow.tsx'),
  'save-as': () => import('./files/save-as.tsx'),
  settings: () => import('./settings/settings.tsx'),
  shortcuts: () => import('./shortcuts.tsx'),
  tokenizers: () => import('./download/tokenizers.tsx'),
};

const components = new Map(
  Object.entries(LOADERS).map(([name, load]) => [
    name,
    lazyPart(async () => (await load()).default as ComponentType),
  ]),
);

export function Dialogs() {
  const open = useDialog();
  const Component = open && components.get(open.name);
  return (
    <Boundary shown={open?.name ?? ''} onBroken={closeDialog}>
      {Component && (
        <Suspense>
          <Component {...open.props} />
        </Suspense>
      )}
    </Boundary>
  );
}
