/**
 * A range that is moved by hand: shown at once, at most once a frame, and told as a zoom when the hand rests.
 */

/** How long a hand is still before it rests, milliseconds. */
const REST = 150;

/** @typedef {[number, number]} Range */

/**
 * @typedef {object} Moved
 * @property {() => Range} range that is shown
 * @property {() => number} end the last step there is
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
    const next = within(change(this.#range ?? this.moved.range()), this.moved.end());
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
    if (range) this.moved.rest(range[0] <= 0 && range[1] >= this.moved.end() ? null : range);
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
 * Pushes a range back between the first and the last step, at least two steps wide.
 *
 * @param {Range} range
 * @param {number} end
 * @returns {Range}
 */
export function within([from, to], end) {
  const span = Math.min(end, Math.max(2, to - from));
  const first = Math.min(Math.max(0, to - from < 2 ? (from + to) / 2 - 1 : from), end - span);
  return [first, first + span];
}
