/**
 * The plane cut into cells.
 */

/** @typedef {{low: [number, number], high: [number, number]}} Frame the corners at the lower left and upper right */

/**
 * Middles of the cells, row by row from the top.
 *
 * @param {Frame} frame
 * @param {number} cells
 * @returns {[number, number][]}
 */
export function grid({low, high}, cells) {
  return Array.from({length: cells * cells}, (_, cell) => {
    const [column, row] = [cell % cells, Math.floor(cell / cells)];
    return [low[0] + ((column + 0.5) * (high[0] - low[0])) / cells, high[1] - ((row + 0.5) * (high[1] - low[1])) / cells];
  });
}
