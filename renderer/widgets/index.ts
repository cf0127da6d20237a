/** What other parts of the editor draw of widgets. */
export { NodeSchedule } from './curve/node-schedule.tsx';
export { WidgetField } from './widget-field.tsx';
