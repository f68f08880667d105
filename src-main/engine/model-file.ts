/**
 * A predictor as an ONNX file: any ONNX runtime can run it, and we read it back. The graph takes log-normalised values
 * of the panel's genes, standardises them, and answers every task; what comes before the graph is told in its metadata.
 */
import { AppError } from '../../src-shared/errors.ts';
import { Z_CLIP } from '../data/normalise.ts';
import { BATCH_NORM_EPSILON } from '../learners/network.ts';
import { type OnnxNode, type OnnxWeight, decodeOnnx, encodeOnnx } from '../nn/onnx-model.ts';
import { type SavedModel, type StoredModel, packModel, unpackModel } from './saved-model.ts';

const DESCRIPTION = 'panelwright.model';
const HOW = 'panelwright.preprocessing';

export function modelToOnnx(model: SavedModel): Uint8Array {
  const { description, arrays } = packModel(model);
  const { hidden, heads } = description.shape;
  const dimsOf = (name: string, length: number): number[] => {
    if (name === 'weight:w1' || name === 'weight:w2') return [length / hidden, hidden];
    const head = /^weight:head(\d+)$/.exec(name);
    return head ? [hidden, heads[Number(head[1])].outputs] : [length];
  };
  const weights = Object.fromEntries(
    Object.entries(arrays).map(([name, values]): [string, OnnxWeight] => [
      name,
      { dims: dimsOf(name, values.length), values: Float32Array.from(values) },
    ]),
  );
  const nodes: OnnxNode[] = [];
  const node = (opType: string, input: string[], output = `t${nodes.length}`, attributes = {}) => {
    nodes.push({ opType, input, output: [output], attributes });
    return output;
  };
  // a gene without spread counts sd 1, as `zScore` has it
  weights.sd.values.forEach((sd, g) => (weights.sd.values[g] = sd > 0 ? sd : 1));
  let at = node('Clip', [node('Div', [node('Sub', ['x', 'mean']), 'sd']), 'least', 'most']);
  for (const layer of ['1', '2']) {
    const linear = node('MatMul', [at, `weight:w${layer}`]);
    const spread = node('Sqrt', [node('Add', [`norm${layer}.variance`, 'epsilon'])]);
    const standard = node('Div', [node('Sub', [linear, `norm${layer}.mean`]), spread]);
    at = node('Relu', [node('Add', [node('Mul', [standard, `weight:gain${layer}`]), `weight:shift${layer}`])]);
  }
  const outputs = heads.map(({ kind }, t) => {
    const scores = node('Add', [node('MatMul', [at, `weight:head${t}`]), `weight:bias${t}`]);
    if (kind === 'categorical') return node('Softmax', [scores], outputName(description, t), { axis: 1 });
    const { mean, sd } = description.scales[t]!;
    weights[`scale${t}`] = { dims: [1], values: Float32Array.of(sd) };
    weights[`middle${t}`] = { dims: [1], values: Float32Array.of(mean) };
    return node('Add', [node('Mul', [scores, `scale${t}`]), `middle${t}`], outputName(description, t));
  });
  return encodeOnnx({
    nodes,
    constants: { least: -Z_CLIP, most: Z_CLIP, epsilon: BATCH_NORM_EPSILON },
    axes: {},
    inputs: { x: ['cells', description.genes.length] },
    outputs,
    weights,
    metadata: { [DESCRIPTION]: JSON.stringify(description), [HOW]: preprocessing(description) },
  });
}

/** @throws AppError `unreadable` for a file that is no predictor of ours, or a damaged one */
export function modelFromOnnx(bytes: Uint8Array, name: string): SavedModel {
  let read: ReturnType<typeof decodeOnnx> | null = null;
  try {
    read = decodeOnnx(bytes);
  } catch {
    // told below: it is not ours
  }
  const text = read?.metadata[DESCRIPTION];
  if (!read || text === undefined) {
    throw new AppError(
      'unreadable',
      `${name} is no predictor that Panelwright saved.`,
      'Export the predictor of a run (“--as model”) and name that file.',
    );
  }
  if (!read.isWhole) {
    throw new AppError(
      'unreadable',
      `${name} is damaged: it does not match its checksum.`,
      'Copy it again, or export the predictor again.',
    );
  }
  const description = JSON.parse(text) as StoredModel['description'];
  const isNorm = (key: string) => key.startsWith('norm');
  const arrays = Object.entries(read.weights).map(([key, { values }]) => [
    key,
    isNorm(key) ? Float64Array.from(values) : values,
  ]);
  return unpackModel({ description, arrays: Object.fromEntries(arrays) as StoredModel['arrays'] });
}

const outputName = ({ tasks }: StoredModel['description'], t: number) => `task ${t}: ${tasks[t].name}`;

/** What to do with counts before they are the graph's input, in words. */
function preprocessing({ genes, normalisation, tasks }: StoredModel['description']): string {
  const { kind, target, binary } = normalisation;
  const scaled = kind === 'counts' || kind === 'normalised';
  return [
    `Input "x": one row a cell, one column a gene, in this order: ${genes.map((gene) => gene.id || gene.name).join(', ')}.`,
    binary
      ? 'Values: 1 where the cell has the gene (a value above zero), else 0.'
      : scaled
        ? `Values: each cell's ${kind} over all genes scaled to a sum of ${target}, then log(1 + value).`
        : `Values as they were when it was trained: ${kind}.`,
    'Standardising by the training cells is part of the graph.',
    ...tasks.map(({ name, kind: of, classes }, t) =>
      of === 'categorical'
        ? `Output "task ${t}: ${name}": probabilities of ${classes.join(', ')}.`
        : `Output "task ${t}: ${name}": the value.`,
    ),
  ].join('\n');
}
