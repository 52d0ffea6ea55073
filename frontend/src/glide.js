/**
 * A range that is moved by hand: shown at once, at most once a frame, and told as a zoom when the hand rests.
 */

/** How long a hand is still before it rests, milliseconds. */
const REST = 150;

/** @typedef {[number, number]} Range */

/**
 * @typedef {object} Moved
 * @property {() => Range} range that is shown
 * @property {() => Range} bounds what there is
 * @property {number} least width of a range
 * @property {(range: Range) => void} move
 * @property {(range: Range | null) => void} rest null: everything
 */

export class Glide {
  /** @type {Range | null} the range on its way */
  #range = null;
  #frame = 0;
  #timer = 0;
  #later = () => {};

  /** @param {Moved} moved */
  constructor(moved) {
    this.moved = moved;
  }

  /** @param {(range: Range) => Range} change */
  pan = (change) => {
    const next = within(change(this.#range ?? this.moved.range()), this.moved.bounds(), this.moved.least);
    this.#range = next;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#range) this.moved.move(this.#range);
    });
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#rest(), REST);
  };

  #rest() {
    const range = this.#range;
    this.stop();
    const later = this.#later;
    this.#later = () => {};
    const [first, last] = this.moved.bounds();
    if (range) this.moved.rest(range[0] <= first && range[1] >= last ? null : range);
    later();
  }

  /** Runs something now, or when the hand rests: new numbers must not stop a picture that moves. @param {() => void} task */
  whenAtRest(task) {
    if (this.#range) this.#later = task;
    else task();
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
    this.#range = null;
  }
}

/**
 * Pushes a range back between what there is, and makes it no narrower than may be.
 *
 * @param {Range} range
 * @param {Range} bounds
 * @param {number} least
 * @returns {Range}
 */
export function within([from, to], [first, last], least) {
  const span = Math.min(last - first, Math.max(least, to - from));
  const start = Math.min(Math.max(first, to - from < least ? (from + to - least) / 2 : from), last - span);
  return [start, start + span];
}
