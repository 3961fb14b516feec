// Widths of letters in Helvetica, which every PDF reader has, in thousandths of the size (from Adobe's font metrics).

const plain =
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 ' +
  '1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 ' +
  '333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584'
const bold =
  '278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 ' +
  '975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 ' +
  '333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584'

const tables = { plain: plain.split(' ').map(Number), bold: bold.split(' ').map(Number) }
export type Weight = keyof typeof tables

/** No letter of these fonts is wider. */
const widest = 1015

/** Width at size 1. Letters with an accent are as wide as without; a rare one counts as the widest. */
export const widthOf = (text: string, weight: Weight): number =>
  [...text].reduce((sum, letter) => {
    const base = letter.normalize('NFD').codePointAt(0) ?? 0
    return sum + (tables[weight][base - 32] ?? widest) / 1000
  }, 0)

/** The largest size up to `most` at which the text fits. */
export const sizeFor = (text: string, weight: Weight, most: number, width: number): number =>
  Math.min(most, width / Math.max(widthOf(text, weight), 0.001))
