/** Cells of a CSV file that a person downloads and opens in a spreadsheet. */

/**
 * A cell: quoted where it must be, and a text is never a formula.
 *
 * @param {unknown} value a number or a text; nothing makes an empty cell
 */
export function csvCell(value) {
  if (typeof value !== 'string') return String(value ?? '');
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Numbers as CSV.
 *
 * @param {readonly (readonly (string | number | null | undefined)[])[]} rows the first one holds the names
 */
export function csvOf(rows) {
  return new Blob(rows.map((row) => `${row.map(csvCell).join()}\n`), {type: 'text/csv'});
}
