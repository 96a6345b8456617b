const paths = { verify: '/verify', reset: '/reset', undoEmail: '/undo-email' } as const;

/** The address of a page that uses up a mailed token. */
export function tokenLink(publicUrl: string, page: keyof typeof paths, token: string): string {
  return `${publicUrl}${paths[page]}?token=${token}`;
}
