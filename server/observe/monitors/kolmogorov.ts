import { deviance, stirlingError } from './saddle'

/**
 * The distribution of the one-sample Kolmogorov–Smirnov statistic of n values. Which method serves where follows
 * R. Simard and P. L'Ecuyer, "Computing the two-sided Kolmogorov–Smirnov distribution" (2011), as scipy does.
 */
export function kolmogorovTail(n: number, x: number): number {
  if (n < 1 || x <= 0) return 1
  if (x >= 1) return 0
  const t = n * x
  const spread = t * x
  if (t <= 0.5) return 1
  // Ruben and Gambino: the first and the last stretch have a closed form.
  if (t <= 1) return 1 - (2 * t - 1) ** n * Math.exp(logFactorialRatio(n))
  if (t >= n - 1) return bounded(2 * (1 - x) ** n)
  if (spread >= 370) return 0
  // Far out both sides are hardly ever reached at once: twice the one-sided chance.
  if (x >= 0.5 || spread > (n <= 140 ? 4 : 2.2)) return bounded(2 * oneSided(n, x))
  if (n <= 140 || (n <= 100_000 && n * x ** 1.5 <= 1.4)) return bounded(1 - byMatrix(n, x))
  return bounded(1 - bySeries(n, x))
}

const bounded = (chance: number) => Math.min(1, Math.max(0, chance))
/** ln (n! / nⁿ) */
const logFactorialRatio = (n: number) => stirlingError(n) + Math.log(2 * Math.PI * n) / 2 - n

/** Beyond this n the sum is too long and its limit near enough: U. R. Maag and G. Dicaire (1971). */
const longest = 1_000_000

/** Smirnov's sum for D⁺ ≥ x: x Σ C(n, j) (x + j/n)^(j−1) (1 − x − j/n)^(n−j); each term by the saddle point, so that none overflows. */
function oneSided(n: number, x: number): number {
  if (n > longest) return Math.exp(-((6 * n * x + 1) ** 2) / 18 / n)
  let sum = (1 - x) ** n
  const whole = stirlingError(n)
  for (let j = 1; j < n; j++) {
    const chance = x + j / n
    if (chance >= 1) break
    const other = n - j
    // n · chance is j + n·x, and what is left of n is other − n·x.
    const lost = deviance(j, j + n * x) + deviance(other, other - n * x)
    const log = whole - stirlingError(j) - stirlingError(other) - lost
    sum += (x / chance) * Math.exp(log) * Math.sqrt(n / (2 * Math.PI * j * other))
  }
  return sum
}

/** G. Marsaglia, W. Tsang and J. Wang, "Evaluating Kolmogorov's distribution" (2003): an entry of the n-th power of Durbin's matrix. */
function byMatrix(n: number, x: number): number {
  const k = Math.floor(n * x) + 1
  const size = 2 * k - 1
  const h = k - n * x
  let power: Scaled = { cells: durbin(size, h), exponent: 0 }
  let result: Scaled | null = null
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result ? multiply(result, power, size) : power
    if (left > 1) power = multiply(power, power, size)
  }
  const { cells, exponent } = result!
  const entry = cells[(k - 1) * size + k - 1]!
  return entry <= 0 ? 0 : Math.exp(Math.log(entry) + exponent * Math.LN2 + logFactorialRatio(n))
}

type Scaled = { cells: Float64Array; exponent: number }

function durbin(size: number, h: number): Float64Array {
  const cells = new Float64Array(size * size)
  const factorials = new Float64Array(size + 2).fill(1)
  for (let i = 1; i < factorials.length; i++) factorials[i] = factorials[i - 1]! * i
  for (let i = 0; i < size; i++)
    for (let j = 0; j < Math.min(size, i + 2); j++) cells[i * size + j] = 1 / factorials[i - j + 1]!
  for (let i = 0; i < size; i++) {
    const lost = h ** (i + 1) / factorials[i + 1]!
    cells[i * size] = cells[i * size]! - lost
    cells[(size - 1) * size + (size - 1 - i)]! -= lost
  }
  // The corner lost its part twice, and what lies beyond both edges is given back.
  if (2 * h > 1) cells[(size - 1) * size] = cells[(size - 1) * size]! + (2 * h - 1) ** size / factorials[size]!
  return cells
}

/** The product of two scaled matrices, scaled again where it grew. */
function multiply(one: Scaled, other: Scaled, size: number): Scaled {
  const cells = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const by = one.cells[i * size + k]!
      if (by === 0) continue
      for (let j = 0; j < size; j++) cells[i * size + j]! += by * other.cells[k * size + j]!
    }
  const most = cells.reduce((high, cell) => Math.max(high, Math.abs(cell)), 0)
  const grown = most > 2 ** 200 ? Math.floor(Math.log2(most)) : 0
  if (grown > 0) for (let at = 0; at < cells.length; at++) cells[at]! /= 2 ** grown
  return { cells, exponent: one.exponent + other.exponent + grown }
}

/** W. Pelz and I. J. Good, "Approximating the lower tail-areas of the Kolmogorov–Smirnov one-sample statistic" (1976). */
function bySeries(n: number, x: number): number {
  const z = x * Math.sqrt(n)
  const [z2, z4, z6] = [z ** 2, z ** 4, z ** 6]
  const sums = [0, 0, 0, 0]
  const add = (at: number, term: number) => (sums[at] = sums[at]! + term)
  // The terms stand for k and −k alike, and for −k − 1 of the halves.
  for (let k = 0; k <= 20 + 16 * z; k++) {
    const [half, whole] = [(Math.PI * (k + 0.5)) ** 2, (Math.PI * k) ** 2]
    const [e, f] = [2 * Math.exp(-half / (2 * z2)), 2 * Math.exp(-whole / (2 * z2))]
    add(0, e)
    add(1, (half - z2) * e)
    add(2, (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * half + (1 - 2 * z2) * half ** 2) * e - 2 * z4 * whole * f)
    const cubic = (5 - 30 * z2) * half ** 3 + (212 * z4 - 60 * z2) * half ** 2 + (135 * z4 - 96 * z6) * half
    add(3, (cubic - 30 * z6 - 90 * z ** 8) * e + 30 * z4 * (3 * z2 * whole - whole ** 2) * f)
  }
  const root = Math.sqrt(Math.PI / 2)
  const over = [z, 6 * z4, 72 * z ** 7, 6480 * z ** 10]
  return sums.reduce((total, sum, at) => total + (root * sum) / over[at]! / n ** (at / 2), 0)
}
