// A condition over the columns of a row as plain data, and its exact form in SQL. It knows neither policies nor what the rows are.
export {
  and,
  type Column,
  type Comparison,
  type Constant,
  type Formula,
  no,
  open,
  or,
  type Pattern,
  type Scalar,
  sizeOf,
  type Term,
  untrue,
  yes,
} from './formula'
export { type Dialect, toSql } from './sql'
