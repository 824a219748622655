/** The text of a cell made safe for spreadsheets: one that would run as a formula gets an apostrophe before it. */
export function escapeCell(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** The exact inverse of escapeCell. */
export function unescapeCell(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text
}
