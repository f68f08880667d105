/** Writes and reads ONNX models: the part of onnx.proto (IR version 9) that steps and predictors need, by protobufjs. */
import { createHash } from 'node:crypto';
import protobuf from 'protobufjs/light.js';

export interface OnnxNode {
  opType: string;
  input: string[];
  output: string[];
  attributes: Record<string, number>;
}

export interface OnnxGraph {
  nodes: OnnxNode[];
  /** float32 scalars by name */
  constants: Record<string, number>;
  /** int64 vectors by name */
  axes: Record<string, number[]>;
  inputs: Record<string, readonly (number | string)[]>;
  outputs: string[];
  /** float32 arrays that are part of the model */
  weights?: Record<string, OnnxWeight>;
  /** texts that travel with the model */
  metadata?: Record<string, string>;
}

export interface OnnxWeight {
  dims: number[];
  values: Float32Array;
}

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_INT = 2;
const OPSET = 18;
/** Name of the metadata entry that holds the SHA-256 of the file as it is without this entry. */
const CHECKSUM = 'panelwright.sha256';

const repeated = (type: string, id: number) => ({ rule: 'repeated', type, id }) as protobuf.IField;
const single = (type: string, id: number) => ({ type, id }) as protobuf.IField;
const message = (fields: Record<string, protobuf.IField>) => ({ fields });

const onnx = protobuf.Root.fromJSON({
  nested: {
    Model: message({
      irVersion: single('int64', 1),
      graph: single('Graph', 7),
      opsetImport: repeated('Opset', 8),
      metadataProps: repeated('Entry', 14),
    }),
    Entry: message({ key: single('string', 1), value: single('string', 2) }),
    Opset: message({ domain: single('string', 1), version: single('int64', 2) }),
    Graph: message({
      node: repeated('Node', 1),
      name: single('string', 2),
      initializer: repeated('Tensor', 5),
      input: repeated('ValueInfo', 11),
      output: repeated('ValueInfo', 12),
    }),
    Node: message({
      input: repeated('string', 1),
      output: repeated('string', 2),
      opType: single('string', 4),
      attribute: repeated('Attribute', 5),
    }),
    Attribute: message({ name: single('string', 1), i: single('int64', 3), type: single('int32', 20) }),
    Tensor: message({
      dims: repeated('int64', 1),
      dataType: single('int32', 2),
      floatData: repeated('float', 4),
      int64Data: repeated('int64', 7),
      name: single('string', 8),
    }),
    ValueInfo: message({ name: single('string', 1), type: single('Type', 2) }),
    Type: message({ tensorType: single('TensorType', 1) }),
    TensorType: message({ elemType: single('int32', 1), shape: single('Shape', 2) }),
    Shape: message({ dim: repeated('Dimension', 1) }),
    Dimension: message({ dimValue: single('int64', 1), dimParam: single('string', 2) }),
  },
});
const Model = onnx.lookupType('Model');

/** The graph as the bytes of an `.onnx` file; one with metadata is kept, and has a checksum among them. */
export function encodeOnnx(graph: OnnxGraph): Uint8Array {
  const valueInfo = (name: string, dims?: readonly (number | string)[]) => ({
    name,
    type: {
      tensorType: {
        elemType: FLOAT,
        ...(dims && {
          shape: { dim: dims.map((d) => (typeof d === 'string' ? { dimParam: d } : { dimValue: d })) },
        }),
      },
    },
  });
  const model = Model.fromObject({
    irVersion: 9,
    opsetImport: [{ domain: '', version: OPSET }],
    metadataProps: Object.entries(graph.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph: {
      name: 'step',
      node: graph.nodes.map(({ opType, input, output, attributes }) => ({
        opType,
        input,
        output,
        attribute: Object.entries(attributes).map(([name, i]) => ({ name, i, type: ATTRIBUTE_INT })),
      })),
      initializer: [
        ...Object.entries(graph.constants).map(([name, value]) => ({ name, dataType: FLOAT, floatData: [value] })),
        ...Object.entries(graph.axes).map(([name, value]) => ({
          name,
          dims: [value.length],
          dataType: INT64,
          int64Data: value,
        })),
        ...Object.entries(graph.weights ?? {}).map(([name, { dims, values }]) => ({
          name,
          dims,
          dataType: FLOAT,
          floatData: Array.from(values),
        })),
      ],
      input: Object.entries(graph.inputs).map(([name, dims]) => valueInfo(name, dims)),
      output: graph.outputs.map((name) => valueInfo(name)),
    },
  }) as OnnxMessage;
  if (graph.metadata) model.metadataProps.push({ key: CHECKSUM, value: checksumOf(model) });
  return Model.encode(model).finish();
}

type OnnxMessage = protobuf.Message & { metadataProps: { key: string; value: string }[] };

const checksumOf = (model: OnnxMessage): string =>
  createHash('sha256').update(Model.encode(model).finish()).digest('hex');

/**
 * The weights and the texts of an `.onnx` file of ours, and whether it is as it was written.
 * @throws where the bytes are no such file
 */
export function decodeOnnx(bytes: Uint8Array): {
  weights: Record<string, OnnxWeight>;
  metadata: Record<string, string>;
  isWhole: boolean;
} {
  const model = Model.decode(bytes) as OnnxMessage;
  const checksum = model.metadataProps.find(({ key }) => key === CHECKSUM);
  model.metadataProps = model.metadataProps.filter((entry) => entry !== checksum);
  const { graph, metadataProps = [] } = Model.toObject(model, { longs: Number }) as {
    graph?: { initializer?: { name: string; dims?: number[]; dataType: number; floatData?: number[] }[] };
    metadataProps?: { key: string; value: string }[];
  };
  const weights = (graph?.initializer ?? [])
    .filter(({ dataType, dims }) => dataType === FLOAT && dims)
    .map(({ name, dims, floatData }) => [name, { dims: dims!, values: Float32Array.from(floatData ?? []) }] as const);
  return {
    weights: Object.fromEntries(weights),
    metadata: Object.fromEntries(metadataProps.map(({ key, value }) => [key, value])),
    isWhole: checksum?.value === checksumOf(model),
  };
}
