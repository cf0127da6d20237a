/** Every word that the main process shows; those of the page and its menus come from the page. */
export const texts = {
  appName: 'TACA Studio',
  kinds: { workflow: 'Workflows', picture: 'Pictures' },
  allFiles: 'All files',
  noRecent: 'No files yet',
  clearRecent: 'Clear this list',
  edit: 'Edit',
  window: 'Window',
  unsaved: {
    message: (count: number) =>
      count === 1
        ? 'One workflow has unsaved changes.'
        : `${count} workflows have unsaved changes.`,
    detail: 'They are kept, and come back when you open TACA Studio again.',
    close: 'Close',
    cancel: 'Cancel',
  },
  backend: {
    crashes: 'The server stopped three times within a minute and is not started again.',
    refused: 'The server could not start.',
    lastLines: 'The last lines of its log:',
    restart: 'Start again',
    showLog: 'Show the log',
    quit: 'Quit',
  },
  damaged: {
    message: 'TACA Studio’s files were changed after it was installed.',
    detail: (names: readonly string[]) =>
      `It does not start with them. Install it again.\n\n${names.slice(0, 5).join('\n')}`,
  },
} as const;
