/**
 * Parts of probabilities with large exponents that do not lose digits to cancellation.
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */

const halfLog2Pi = Math.log(2 * Math.PI) / 2

/** ln Γ(x) for x > 0; Lanczos' approximation with g = 7 and nine terms. */
export function logGamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const at = x - 1
  const sum = terms.slice(1).reduce((total, term, index) => total + term / (at + index + 1), terms[0]!)
  const top = at + 7.5
  return halfLog2Pi + (at + 0.5) * Math.log(top) - top + Math.log(sum)
}

/** What Stirling's formula misses of ln n! */
export function stirlingError(n: number): number {
  if (n <= 15) return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - halfLog2Pi
  const square = n * n
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n
}

/** x ln(x / mean) + mean − x, also where the two are nearly the same. */
export function deviance(x: number, mean: number): number {
  const apart = x - mean
  if (Math.abs(apart) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x
  const ratio = apart / (x + mean)
  let sum = apart * ratio
  let power = 2 * x * ratio
  for (let odd = 3; ; odd += 2) {
    power *= ratio * ratio
    const next = sum + power / odd
    if (next === sum) return sum
    sum = next
  }
}

/** xᵃ e⁻ˣ / Γ(a + 1) for a > 0 and x > 0. */
export const poisson = (a: number, x: number): number =>
  Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a)
