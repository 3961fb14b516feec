// Rows as CSV (RFC 4180). Texts come from machines and PDUs: a spreadsheet must not take one for a formula.

const field = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csv = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, ...rows].map(cells => `${cells.map(field).join(',')}\r\n`).join('')
