import { expect, test } from 'vitest'
import { logGamma } from './saddle'
import { chiSquareTail, normalTails } from './tail'

// By scipy 1.17.1's chi2.sf.
test.each([
  [3.84, 1, 0.05004352124870519],
  [0.5, 1, 0.47950012218695337],
  [18.3, 10, 0.050109061411462506],
  [124.3, 100, 0.050266398300158416],
  [1150, 1000, 0.0006535276058492326],
  [99_000, 100_000, 0.9875216843619172],
  [100_800, 100_000, 0.037082350495348346],
  [700, 3, 2.0991308534204487e-151],
  [0.004, 50, 1],
  // With two degrees it is e^(−x/2).
  [0.001, 2, Math.exp(-0.0005)],
  [0, 7, 1],
  [Number.POSITIVE_INFINITY, 7, 0],
])('P(χ² ≥ %f), %i degrees', (x, degrees, p) => {
  expect(Math.abs(chiSquareTail(x, degrees) - p)).toBeLessThan(1e-11)
  if (p > 0) expect(Math.abs(chiSquareTail(x, degrees) / p - 1)).toBeLessThan(1e-8)
})

// By scipy 1.17.1's norm.sf, twice.
test.each([
  [0, 1],
  [0.1, 0.920344325445942],
  [1, 0.31731050786291415],
  [1.959963984540054, 0.05],
  [3, 0.0026997960632601866],
  [5, 5.733031437583866e-7],
  [8, 1.244192114854348e-15],
  [20, 5.507248237212311e-89],
])('P(|N| ≥ %f)', (z, p) => {
  expect(Math.abs(normalTails(z) / p - 1)).toBeLessThan(1e-9)
  expect(normalTails(-z)).toBe(normalTails(z))
})

test('the logarithm of gamma is that of factorials', () => {
  for (let [n, factorial] = [1, 1]; n < 20; factorial *= n++) expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13)
})
