import { useMemo } from 'react';
import { useCatalog } from '../store/catalog.ts';
import { useTab } from '../store/workspace.ts';
import { chosenInputs } from './form-inputs.ts';
import { formRows, type FormRow } from './form-rows.ts';
import { suggestedInputs } from './suggested-inputs.ts';

export interface Form {
  readonly rows: readonly FormRow[];
  readonly isSuggested: boolean;
}

/** The form of the active workflow; null when none is open. */
export function useForm(): Form | null {
  const document = useTab((tab) => tab.document);
  const classes = useCatalog((state) => state.classes);
  return useMemo(() => {
    if (!document) return null;
    const chosen = chosenInputs(document);
    const inputs = chosen ?? suggestedInputs(document.root, classes);
    return { rows: formRows(inputs, document.root, classes), isSuggested: chosen === null };
  }, [document, classes]);
}
