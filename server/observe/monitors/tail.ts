import { poisson } from './saddle'

/** More steps than any of these series takes for as many degrees of freedom as a column can have. */
const most = 10_000_000
const tiny = 1e-300

/** The regularised upper incomplete gamma function Q(a, x), by its series below a + 1 and by its continued fraction above. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1
  if (!Number.isFinite(x)) return 0
  const scale = poisson(a, x)
  if (x < a + 1) {
    let [term, sum] = [1, 1]
    for (let step = 1; step < most && term > sum * 1e-17; step++) {
      term *= x / (a + step)
      sum += term
    }
    return Math.max(0, 1 - scale * sum)
  }
  // Lentz' method.
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let fraction = d
  for (let step = 1; step < most; step++) {
    const by = -step * (step - a)
    b += 2
    d = 1 / (by * d + b || tiny)
    c = b + by / c || tiny
    const factor = d * c
    fraction *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return scale * a * fraction
}

/** The chance that χ² with so many degrees of freedom is at least x. */
export const chiSquareTail = (x: number, degrees: number): number => upperGamma(degrees / 2, x / 2)

/** The chance that a standard normal value is at least as far from 0 as z, on either side. */
export const normalTails = (z: number): number => upperGamma(0.5, (z * z) / 2)
