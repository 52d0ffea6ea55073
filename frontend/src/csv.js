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
