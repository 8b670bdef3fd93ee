// SPDX-License-Identifier: MIT
// Chance that is the same every time, in Node and in the page alike.

/** A xorshift32 generator (Marsaglia 2003) behind the questions the pages ask. */
export class Chance {
  /** @param {number} seed  any integer; neighbouring ones give unrelated sequences */
  constructor(seed) {
    this.state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
    for (let i = 0; i < 12; i++) this.real();
  }

  /** @returns {number} 0 ≤ r < 1 */
  real() {
    let s = this.state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.state = s;
    return (s >>> 0) / 2 ** 32;
  }

  /** @param {number} low @param {number} high @returns {number} low ≤ r < high */
  between(low, high) { return low + (high - low) * this.real(); }

  /** Large values as rarely as their size suggests. @param {number} low @param {number} high */
  scale(low, high) { return low * (Math.max(high, low) / low) ** this.real(); }

  /** @param {number} low @param {number} high @returns {number} an integer, both ends included */
  whole(low, high) { return low + Math.floor((high - low + 1) * this.real()); }

  /** @param {number} share @returns {boolean} true with that probability */
  chance(share) { return this.real() < share; }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) { return /** @type {T} */ (list[Math.floor(this.real() * list.length)]); }

  /** @param {string} alphabet @param {number} length */
  letters(alphabet, length) {
    const all = [...alphabet];
    return Array.from({ length }, () => this.pick(all)).join('');
  }
}
