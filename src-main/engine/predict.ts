/** New cells put before a saved predictor: normalised as its training cells were, as far as the data allow. */
import type { Finding, Gene, MatrixKind } from '../../src-shared/model.ts';
import { AppError } from '../../src-shared/errors.ts';
import { matrixKindWords } from '../../src-shared/matrix-kinds.ts';
import { type Cells, chunksOf } from '../data/cells.ts';
import { type Csr, takeColumns } from '../data/csr.ts';
import { geneFinder } from '../data/gene-rules.ts';
import { normalise } from '../data/normalise.ts';
import { type Network, predictNetwork } from '../learners/network.ts';
import type { SavedModel } from './saved-model.ts';
import { all } from './task-scores.ts';

export interface NewCells {
  /** of the data, for messages */
  name: string;
  /** what species panel and data look like, where these are different ones; null otherwise */
  otherSpecies: { panel: string; data: string } | null;
  /** cells × genes, as imported */
  x: Cells;
  kind: MatrixKind;
  genes: Gene[];
}

export interface Predicted {
  /** one result a task: probabilities, cells × classes, row-major; or values */
  tasks: Float32Array[];
  found: Gene[];
  missing: Gene[];
  /** how the values were made comparable, in words */
  normalisation: string;
  findings: Finding[];
}

/** Data with fewer genes than this share of the training data's do not know a cell's library. */
const LIBRARY = 0.5;
/** The typical panel gene may lie this many standard deviations from its training mean before it is said. */
const FAR = 1;
/** More cells than this without any of the panel's genes are worth a word. */
const MANY_EMPTY = 0.05;

/**
 * @param scaling counts scaled over all genes of the data, or over the panel's alone; by default as the data suggest
 * @throws AppError `invalid` where the data have none of the genes, or other numbers than the predictor was trained on
 */
export function predictCells(model: SavedModel, cells: NewCells, scaling?: 'all' | 'panel'): Predicted {
  const { genes, normalisation, network } = model;
  const { columns, respelt, twice } = columnsOf(genes, cells.genes);
  const isThere = columns.map((column) => column >= 0);
  const found = genes.filter((_, g) => isThere[g]);
  const missing = genes.filter((_, g) => !isThere[g]);
  if (found.length === 0) {
    throw new AppError(
      'invalid',
      `${cells.name} has none of the ${genes.length} genes of the panel: these are called ${examples(genes)}, its own ${examples(cells.genes)}.`,
      cells.otherSpecies
        ? `The panel looks ${cells.otherSpecies.panel} and the data look ${cells.otherSpecies.data}: a predictor reads the species that it was trained on.`
        : 'Check that both name genes alike: by symbols or by Ensembl IDs.',
    );
  }
  const isScaled = (kind: MatrixKind) => !normalisation.binary && (kind === 'counts' || kind === 'normalised');
  // a gene that is there is there in counts and in logarithms; a z-score of zero is an average
  const isComparable = normalisation.binary
    ? cells.kind !== 'scaled'
    : isScaled(normalisation.kind)
      ? isScaled(cells.kind)
      : normalisation.kind === cells.kind;
  if (!isComparable) {
    throw new AppError(
      'invalid',
      `The predictor was trained on ${matrixKindWords[normalisation.kind]}, and ${cells.name} holds ${matrixKindWords[cells.kind]}: their values cannot be made comparable.`,
      `Use the matrix of the data that holds ${matrixKindWords[normalisation.kind]}.`,
    );
  }
  const onPanel =
    isScaled(cells.kind) &&
    (scaling === undefined ? cells.genes.length < LIBRARY * normalisation.genes : scaling === 'panel');
  const present = Int32Array.from(columns.filter((column) => column >= 0));
  const prepared = (chunk: Csr): Csr => {
    if (normalisation.binary) return normalise(takeColumns(chunk, present), normalisation);
    if (!isScaled(cells.kind)) return takeColumns(chunk, present);
    if (!onPanel) return takeColumns(normalise(chunk, normalisation), present);
    return normalise(takeColumns(chunk, present), { kind: cells.kind, target: normalisation.panelTarget });
  };

  // a gene that was not measured is taken to be average
  const inputs = Int32Array.from(columns, () => -1);
  let next = 0;
  isThere.forEach((there, g) => (inputs[g] = there ? next++ : -1));
  const shown: Network = {
    ...network,
    mean: network.mean.map((mean, g) => (isThere[g] ? mean : 0)),
    sd: network.sd.map((sd, g) => (isThere[g] ? sd : 1)),
  };
  const padded = inputs.map((input) => (input < 0 ? next : input));
  const tasks = model.tasks.map((_, t) => new Float32Array(cells.x.rows * model.network.shape.heads[t].outputs));
  const sums = new Float64Array(present.length);
  let empty = 0;
  let first = 0;
  for (const chunk of chunksOf(cells.x)) {
    // one column more than there is, which holds nothing: the genes that are missing
    const x: Csr = { ...prepared(chunk), cols: next + 1 };
    for (let i = 0; i < x.rows; i++) if (x.indptr[i] === x.indptr[i + 1]) empty++;
    for (let e = 0; e < x.indptr[x.rows]; e++) sums[x.indices[e]] += x.values[e];
    const rows = all(x);
    predictNetwork(shown, { x, genes: padded }, rows).forEach((values, t) =>
      tasks[t].set(values, first * model.network.shape.heads[t].outputs),
    );
    first += x.rows;
  }
  const trained = genes.flatMap((_, g) => (isThere[g] ? [{ mean: network.mean[g], sd: network.sd[g] || 1 }] : []));
  const distances = trained.map(({ mean, sd }, i) => Math.abs(sums[i] / cells.x.rows - mean) / sd);
  return {
    tasks,
    found,
    missing,
    normalisation: words(model, cells, onPanel),
    findings: [
      ...speciesFindings(cells),
      ...missingFindings(missing, genes.length),
      ...respeltFindings(respelt),
      ...twiceFindings(twice),
      ...(cells.kind === 'scaled'
        ? []
        : emptyGeneFindings(
            found.filter((_, g) => sums[g] === 0),
            found.length,
          )),
      ...(onPanel ? [panelFinding(cells.genes.length, genes.length)] : []),
      ...scaleFindings(distances),
      ...emptyFindings(empty, cells.x.rows),
    ],
  };
}

/** How the genes of a panel are met in the data. */
interface Met {
  /** the column of the data that each is, −1 where there is none; no column is two genes */
  columns: number[];
  /** genes that the data write with other points or hyphens, as the two write them */
  respelt: string[];
  /** genes that the data have several times, of which the first is taken */
  twice: string[];
}

function columnsOf(panel: readonly Gene[], data: readonly Gene[]): Met {
  const find = geneFinder(data);
  const met: Met = { columns: panel.map(() => -1), respelt: [], twice: [] };
  const taken = new Set<number>();
  // who is called so comes before who is known by that symbol
  for (const key of ['id', 'name', 'symbol'] as const) {
    panel.forEach((gene, g) => {
      if (met.columns[g] >= 0 || !gene[key]) return;
      const { found, by } = find(gene[key]);
      const column = found.find((one) => !taken.has(one));
      if (column === undefined) return;
      met.columns[g] = column;
      taken.add(column);
      if (by === 'spelling') met.respelt.push(`${gene[key]} is ${data[column].name}`);
      if (found.length > 1) met.twice.push(`${gene.name} (${found.map((one) => data[one].name).join(', ')})`);
    });
  }
  return met;
}

function words(
  { normalisation: { kind, target, binary, panelTarget } }: SavedModel,
  { kind: here }: NewCells,
  onPanel: boolean,
): string {
  if (binary) return 'genes read as there (above zero) or not there, as in training';
  if (kind !== 'counts' && kind !== 'normalised') return `${here} values as they are, as in training`;
  return onPanel
    ? `each cell's values over the panel's genes scaled to ${round(panelTarget)}, what they sum to in a typical training cell, then log(1 + value)`
    : `each cell's values over all genes scaled to ${round(target)} as in training, then log(1 + value)`;
}

const round = (value: number) => Number(value.toPrecision(4));

const examples = (genes: readonly Gene[]): string =>
  genes.slice(0, 3).map(({ name }) => name).join(', ') + (genes.length > 3 ? ', …' : ''); // prettier-ignore

function speciesFindings({ name, otherSpecies }: NewCells): Finding[] {
  if (!otherSpecies) return [];
  return [
    {
      severity: 'warning',
      code: 'other-species',
      what: `${name} looks ${otherSpecies.data}, and the predictor was trained on a panel that looks ${otherSpecies.panel}: genes are met by the letters of their symbols.`,
      why: 'Genes that are called alike in two species are not always the same, nor expressed alike.',
      remedy: 'Use a predictor that was trained on the same species, or read the answers with great care.',
    },
  ];
}

function missingFindings(missing: Gene[], of: number): Finding[] {
  if (missing.length === 0) return [];
  const names = missing.slice(0, 5).map(({ name }) => name);
  return [
    {
      severity: 'warning',
      code: 'panel-genes-missing',
      what: `${missing.length} of the ${of} genes of the panel are not in the data (${names.join(', ')}${missing.length > 5 ? ' …' : ''}).`,
      why: 'They are taken to be average in every cell; what they tell is lost.',
      remedy: 'Check how the data name these genes, or trust the answers less.',
    },
  ];
}

function respeltFindings(respelt: string[]): Finding[] {
  if (respelt.length === 0) return [];
  return [
    {
      severity: 'note',
      code: 'genes-respelt',
      what: `${respelt.length} ${respelt.length === 1 ? 'gene of the panel is' : 'genes of the panel are'} written differently in the data: ${respelt.slice(0, 5).join(', ')}${respelt.length > 5 ? ' …' : ''}.`,
      why: 'R and Seurat change points, hyphens and underscores in names.',
      remedy: 'Nothing needs to be done.',
    },
  ];
}

function twiceFindings(twice: string[]): Finding[] {
  if (twice.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'panel-genes-twice',
      what: `${twice.length} ${twice.length === 1 ? 'gene of the panel is' : 'genes of the panel are'} in the data several times, and the first of each is taken: ${twice.slice(0, 5).join(', ')}${twice.length > 5 ? ' …' : ''}.`,
      why: 'Where they are several probes of one gene, each counts a part of its molecules only.',
      remedy: 'Sum them before the file is written, or name them by Ensembl ID if they are different genes.',
    },
  ];
}

/** A gene that is there and was never counted is no gene of average expression: it speaks against what it marks. */
function emptyGeneFindings(empty: Gene[], of: number): Finding[] {
  if (empty.length === 0) return [];
  const names = empty.slice(0, 5).map(({ name }) => name).join(', '); // prettier-ignore
  return [
    {
      severity: 'warning',
      code: 'panel-genes-empty',
      what: `${empty.length} of the ${of} genes of the panel that the data have ${empty.length === 1 ? 'is' : 'are'} 0 in every cell (${names}${empty.length > 5 ? ' …' : ''}).`,
      why: 'They count as not expressed, which speaks against the classes that they mark; a probe may have failed.',
      remedy:
        'Where they were not measured, leave them out of the data: genes that are missing are taken to be average.',
    },
  ];
}

function panelFinding(genes: number, panel: number): Finding {
  return {
    severity: 'warning',
    code: 'scaled-over-panel',
    what: `The data have ${genes} genes, too few for a cell's size to be known: cells are scaled over the ${panel} genes of the panel.`,
    why: 'Training cells were scaled over all genes. A cell type that has more of the panel’s genes than others looks like the others after this.',
    remedy: 'Compare the answers with what is known of some cells; use data of all genes where there are any.',
  };
}

function scaleFindings(distances: number[]): Finding[] {
  const sorted = distances.toSorted((a, b) => a - b);
  const typical = sorted[Math.floor(sorted.length / 2)];
  if (!(typical > FAR)) return [];
  return [
    {
      severity: 'warning',
      code: 'unlike-training',
      what: `The data look unlike the training cells: the typical gene of the panel lies ${typical.toFixed(1)} standard deviations from its training mean.`,
      why: 'Another assay, tissue or scale; the predictor has not seen such cells.',
      remedy: 'Check that the matrix holds what the training matrix held, and read the answers with care.',
    },
  ];
}

function emptyFindings(empty: number, cells: number): Finding[] {
  if (empty <= MANY_EMPTY * cells) return [];
  return [
    {
      severity: 'warning',
      code: 'cells-without-panel-genes',
      what: `${empty.toLocaleString('en-US')} of ${cells.toLocaleString('en-US')} cells have none of the genes of the panel.`,
      why: 'They are all alike to the predictor and get all the same answer.',
      remedy: 'Leave them out.',
    },
  ];
}
