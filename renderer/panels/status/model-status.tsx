import { useEffect } from 'react';
import type { GraphNode } from '../../../nodes/graph/document/types.ts';
import { layout } from '../../store/layout.ts';
import { loadModels, useModels } from '../../store/models.ts';
import { openGraph, useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import classes from './device-status.module.css';

/** Inputs that name what makes the pictures. */
const MODEL_INPUTS = ['ckpt_name', 'unet_name'];

/** The model of the workflow and what it is; opens the models. */
export function ModelStatus() {
  const name = useTab((tab) => modelIn(Object.values(openGraph(tab).nodes)));
  const models = useModels((state) => state.models);
  useEffect(() => void loadModels(), []);
  if (name === null) return null;
  const facts = models.find((model) => model.name === name)?.facts;
  return (
    <button
      type="button"
      className={classes['device']}
      title={t('status.model.open')}
      onClick={() => layout.setState({ view: 'graph', left: 'models' })}
    >
      {facts ? `${name} · ${facts.kind}` : name}
    </button>
  );
}

function modelIn(nodes: readonly GraphNode[]): string | null {
  for (const { values } of nodes) {
    for (const input of MODEL_INPUTS) {
      const name = values[input];
      if (typeof name === 'string' && name !== '') return name;
    }
  }
  return null;
}
