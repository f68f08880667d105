/** Principal components of sparse cells × genes: centred, not scaled, exact to rounding. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type Csr, denseColumns } from '../data/csr.ts';
import { random } from '../data/random.ts';

/** Cells in the space of the components: row-major, cells × dimensions. */
export interface Coordinates {
  rows: number;
  dimensions: number;
  values: Float64Array;
}

/** As many columns as this have their covariances computed outright. */
const FEW_COLUMNS = 256;
/** A component has converged when its residual is this share of its eigenvalue. */
const TOLERANCE = 1e-6;

/**
 * The cells' coordinates on the first components; of g genes there are at most g − 1, as scanpy takes them, and at most
 * cells − 1.
 */
export function principalComponents(x: Csr, components: number): Coordinates {
  const dimensions = Math.max(1, Math.min(components, x.cols - 1, x.rows - 1));
  return x.cols <= FEW_COLUMNS ? byCovariance(x, dimensions) : byLanczos(x, dimensions);
}

function columnMeans(x: Csr): Float64Array {
  const means = new Float64Array(x.cols);
  for (let e = 0; e < x.indptr[x.rows]; e++) means[x.indices[e]] += x.values[e] / x.rows;
  return means;
}

function byCovariance(x: Csr, dimensions: number): Coordinates {
  const { rows, cols } = x;
  const means = columnMeans(x);
  const dense = Float64Array.from(
    denseColumns(
      x,
      Int32Array.from({ length: cols }, (_, j) => j),
    ),
  );
  for (let j = 0; j < cols; j++) for (let i = 0; i < rows; i++) dense[j * rows + i] -= means[j];
  const covariance = Matrix.zeros(cols, cols);
  for (let a = 0; a < cols; a++) {
    for (let b = a; b < cols; b++) {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += dense[a * rows + i] * dense[b * rows + i];
      covariance.set(a, b, sum);
      covariance.set(b, a, sum);
    }
  }
  const { order, vectors } = eigen(covariance);
  const values = new Float64Array(rows * dimensions);
  for (let d = 0; d < dimensions; d++) {
    for (let j = 0; j < cols; j++) {
      const weight = vectors.get(j, order[d]);
      for (let i = 0; i < rows; i++) values[i * dimensions + d] += dense[j * rows + i] * weight;
    }
  }
  return { rows, dimensions, values };
}

/**
 * Lanczos iteration with full reorthogonalisation on the cells' Gram matrix X Xᵀ, which is never made: a step is one
 * pass forth and back over the stored entries.
 */
function byLanczos(x: Csr, dimensions: number): Coordinates {
  const { rows } = x;
  const gram = centredGram(x);
  const draw = random(0, 'lanczos');
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  let next: Float64Array = Float64Array.from({ length: rows }, () => draw.normal());
  // components of centred cells are orthogonal to the constant
  orthogonalise(next, [new Float64Array(rows).fill(1 / Math.sqrt(rows))]);
  let norm = length(next);
  for (let look = 2 * dimensions + 20; ;) {
    while (basis.length < Math.min(look, rows - 1)) {
      const v = next.map((value) => value / norm);
      basis.push(v);
      next = gram(v);
      diagonal.push(dot(next, v));
      orthogonalise(next, basis);
      norm = length(next);
      offDiagonal.push(norm);
      // the cells have no further dimension
      if (norm <= 1e-10 * Math.abs(diagonal[0])) break;
    }
    const m = basis.length;
    const exhausted = m < look;
    const { order, vectors, eigenvalues } = eigen(tridiagonal(diagonal, offDiagonal));
    const wanted = order.slice(0, dimensions);
    const converged = wanted.every((d) => norm * Math.abs(vectors.get(m - 1, d)) <= TOLERANCE * eigenvalues[d]);
    if (!converged && !exhausted) {
      look = Math.ceil(look * 1.4);
      continue;
    }
    const values = new Float64Array(rows * dimensions);
    wanted.forEach((column, d) => {
      const scale = Math.sqrt(Math.max(0, eigenvalues[column]));
      for (let b = 0; b < m; b++) {
        const weight = scale * vectors.get(b, column);
        for (let i = 0; i < rows; i++) values[i * dimensions + d] += basis[b][i] * weight;
      }
    });
    return { rows, dimensions, values };
  }
}

/** v ↦ (X − 1μᵀ)(X − 1μᵀ)ᵀ v. */
function centredGram(x: Csr): (v: Float64Array) => Float64Array {
  const { rows, cols, indptr, indices, values } = x;
  const means = columnMeans(x);
  return (v) => {
    const across = new Float64Array(cols);
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      sum += v[i];
      for (let e = indptr[i]; e < indptr[i + 1]; e++) across[indices[e]] += values[e] * v[i];
    }
    let shift = 0;
    for (let j = 0; j < cols; j++) {
      across[j] -= means[j] * sum;
      shift += across[j] * means[j];
    }
    return Float64Array.from({ length: rows }, (_, i) => {
      let out = -shift;
      for (let e = indptr[i]; e < indptr[i + 1]; e++) out += values[e] * across[indices[e]];
      return out;
    });
  };
}

/** Eigenvalues and vectors of a symmetric matrix; `order` lists them from the greatest. */
function eigen(matrix: Matrix) {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  return { order, eigenvalues: realEigenvalues, vectors: eigenvectorMatrix };
}

function tridiagonal(diagonal: number[], offDiagonal: number[]): Matrix {
  const matrix = Matrix.diag(diagonal);
  for (let i = 0; i + 1 < diagonal.length; i++) {
    matrix.set(i, i + 1, offDiagonal[i]);
    matrix.set(i + 1, i, offDiagonal[i]);
  }
  return matrix;
}

/** Takes out of `v` what lies along the basis; twice, as rounding asks for. */
function orthogonalise(v: Float64Array, basis: Float64Array[]): void {
  for (let pass = 0; pass < 2; pass++) {
    for (const b of basis) {
      const along = dot(v, b);
      for (let i = 0; i < v.length; i++) v[i] -= along * b[i];
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

const length = (v: Float64Array) => Math.sqrt(dot(v, v));
