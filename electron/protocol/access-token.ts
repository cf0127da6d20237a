/** The cookie in which a page carries the token that its program was started with. */
export const TOKEN_COOKIE = 'taca-studio-token';
