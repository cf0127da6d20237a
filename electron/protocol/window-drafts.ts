/** A draft whose id is this and a client's id says which tabs the client's window has. */
export const WINDOW_DRAFT = 'window.';
