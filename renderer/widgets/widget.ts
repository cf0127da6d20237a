import type { SeedControl } from '../../nodes/graph/document/types.ts';
import type { Json } from '../../nodes/graph/json.ts';
import type { WidgetInfo } from '../../nodes/graph/node-class.ts';

/** Where a widget stands: 22 px rows in nodes, 24 px in the inspector, the form as the inspector. */
export type Variant = 'node' | 'inspector' | 'form';

/** What every widget component gets. */
export interface WidgetProps<I extends WidgetInfo = WidgetInfo> {
  readonly input: I;
  /** The nodes whose value it is; several share it in the inspector. */
  readonly nodeIds: readonly string[];
  readonly value: Json;
  /** The nodes have several values. */
  readonly isMixed: boolean;
  readonly isDisabled: boolean;
  /** Its value cannot be used. */
  readonly isWrong: boolean;
  readonly variant: Variant;
  /** Names it, and stands in the row on nodes. */
  readonly label: string;
  /** What happens to the value after a run; null for inputs without. */
  readonly control: SeedControl | null;
  readonly onChange: (value: Json) => void;
  readonly onControl: (control: SeedControl) => void;
  /** To the default. */
  readonly onReset: () => void;
}
export type Widget<K extends WidgetInfo['kind']> = Extract<WidgetInfo, { readonly kind: K }>;
