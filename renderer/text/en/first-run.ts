/** What stands in the window until the first run, and what the first picture offers. */
export const firstRun = {
  'first.start': 'Start from',
  'first.more': 'More ways to start',
  'first.open': 'Open a workflow or a picture that holds one',
  'first.folder': 'Add a folder of models',
  'first.shortcuts': 'All shortcuts',
  'first.hint': 'Change the words, if you like. Eight shapes, eight colours.',
  'first.hint.own': 'Change the words, if you like.',
  'plain.compare': 'Compare without TACA',
  'plain.running': 'Rendering without TACA',
  'plain.name': '{name} without TACA',
  'plain.none': 'TACA changes nothing in the workflow of this picture.',
  'plain.failed': 'There is nothing to compare with: {reason}',
  'plain.stopped': 'the run without TACA was not finished. The queue says why.',
  'plain.ready': 'The picture without TACA is there.',
  'plain.show': 'Compare',
} as const;
