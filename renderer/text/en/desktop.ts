export const desktop = {
  'action.window.new': 'New window',
  'desktop.recent': 'Recent files',
  'desktop.restarting':
    'The server stopped and is started again. Unfinished renders start again by themselves',
  'desktop.stopped': 'The server stopped and is not started again',
  'desktop.restart': 'Start again',
} as const;
