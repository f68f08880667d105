/**
 * What tfjs-node's kernels ask of their compiled addon (its `TFJSBinding`), in JavaScript over TensorFlow's C API: no
 * compiler, and the same file serves Node and Electron.
 */
import type { TFEOpAttr, TFJSBinding, TensorMetadata } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import type { CApi, Pointer } from './c-api.ts';

/** Without saved models, which a training does not touch, and without two names of types. */
export type Binding = Omit<
  TFJSBinding,
  'loadSavedModel' | 'deleteSavedModel' | 'runSavedModel' | 'TensorMetadata' | 'TFEOpAttr'
>;

type Values = Parameters<Binding['createTensor']>[2];

/** TF_DataType and TF_AttrType of tensorflow/c. */
const constants = {
  TF_FLOAT: 1,
  TF_INT32: 3,
  TF_UINT8: 4,
  TF_STRING: 7,
  TF_COMPLEX64: 8,
  TF_INT64: 9,
  TF_BOOL: 10,
  TF_RESOURCE: 20,
  TF_ATTR_STRING: 0,
  TF_ATTR_INT: 1,
  TF_ATTR_FLOAT: 2,
  TF_ATTR_BOOL: 3,
  TF_ATTR_TYPE: 4,
  TF_ATTR_SHAPE: 5,
  TF_ATTR_RESOURCE: 9,
} as const;

const arrays: Record<number, new (buffer: ArrayBuffer) => Float32Array | Int32Array | Uint8Array> = {
  [constants.TF_FLOAT]: Float32Array,
  [constants.TF_INT32]: Int32Array,
  [constants.TF_UINT8]: Uint8Array,
  [constants.TF_BOOL]: Uint8Array,
};

/**
 * A serialised ConfigProto: one thread within an operation and one beside it (fields 2 and 5), for a small step gains
 * nothing from a second and another run can have it; GPU memory taken as it is needed (field 6, in it field 4), for
 * TensorFlow would otherwise take all of it at once and leave none to another run.
 */
const config = Uint8Array.of(0x10, 1, 0x28, 1, 0x32, 2, 0x20, 1);

/** One operation of the step has at most as many outputs. */
const MOST_OUTPUTS = 8;

/**
 * Starts TensorFlow. To be called once in a process.
 *
 * @throws Error in TensorFlow's words
 */
export function openBinding(api: CApi): Binding {
  const status = api.TF_NewStatus();
  const check = () => {
    if (api.TF_GetCode(status) === 0) return;
    const message = api.TF_Message(status);
    api.TF_SetStatus(status, 0, '');
    throw new Error(`TensorFlow: ${message}`);
  };
  const context = startContext(api, status, check);
  const gpu = findGpu(api, context, status, check);

  /** tensors by the number that the kernels know them by */
  const tensors = new Map<number, Pointer>();
  let next = 0;
  const keep = (handle: Pointer) => {
    tensors.set(next, handle);
    return next++;
  };
  const find = (id: number): Pointer => {
    const handle = tensors.get(id);
    if (handle === undefined) throw new Error(`there is no tensor ${id}`);
    return handle;
  };

  const outputs = new BigUint64Array(MOST_OUTPUTS);
  const count = new Int32Array(1);
  const describe = (handle: Pointer): TensorMetadata => {
    const shape = Array.from({ length: api.TFE_TensorHandleNumDims(handle, status) }, (_, axis) =>
      api.TFE_TensorHandleDim(handle, axis, status),
    );
    return { id: keep(handle), dtype: api.TFE_TensorHandleDataType(handle), shape };
  };

  return {
    ...constants,
    TF_Version: api.TF_Version(),
    isUsingGpuDevice: () => gpu !== null,
    getNumOfTensors: () => tensors.size,
    getNumOfSavedModels: () => 0,

    createTensor(shape, dtype, values) {
      const bytes = bytesOf(values);
      const tensor = api.TF_AllocateTensor(dtype, longs(shape), shape.length, bytes.length);
      api.memcpy(api.TF_TensorData(tensor), bytes, bytes.length);
      const handle = api.TFE_NewTensorHandle(tensor, status);
      api.TF_DeleteTensor(tensor);
      check();
      // whole numbers are axes and shapes, which operations on a GPU read on the CPU
      if (gpu === null || dtype === constants.TF_INT32) return keep(handle);
      const moved = api.TFE_TensorHandleCopyToDevice(handle, context, gpu, status);
      api.TFE_DeleteTensorHandle(handle);
      check();
      return keep(moved);
    },

    deleteTensor(id) {
      api.TFE_DeleteTensorHandle(find(id));
      tensors.delete(id);
    },

    tensorDataSync(id) {
      const handle = find(id);
      const dtype = api.TFE_TensorHandleDataType(handle);
      const Values = arrays[dtype];
      if (!Values) throw new Error(`values of TensorFlow's type ${dtype} cannot be read`);
      const tensor = api.TFE_TensorHandleResolve(handle, status);
      check();
      const bytes = new Uint8Array(api.TF_TensorByteSize(tensor));
      api.memcpy(bytes, api.TF_TensorData(tensor), bytes.length);
      api.TF_DeleteTensor(tensor);
      return new Values(bytes.buffer);
    },

    executeOp(name, attributes, inputs, outputCount) {
      const op = api.TFE_NewOp(context, name, status);
      check();
      try {
        for (const id of inputs) {
          api.TFE_OpAddInput(op, find(id), status);
          check();
        }
        for (const attribute of attributes) setAttribute(api, op, attribute, status);
        count[0] = outputCount;
        api.TFE_Execute(op, outputs, count, status);
        check();
        return Array.from(outputs.subarray(0, outputCount), describe);
      } finally {
        api.TFE_DeleteOp(op);
      }
    },
  };
}

function startContext(api: CApi, status: Pointer, check: () => void): Pointer {
  const options = api.TFE_NewContextOptions();
  api.TFE_ContextOptionsSetConfig(options, config, config.length, status);
  check();
  const context = api.TFE_NewContext(options, status);
  api.TFE_DeleteContextOptions(options);
  check();
  return context;
}

/** The name of the first GPU; null where there is none. */
function findGpu(api: CApi, context: Pointer, status: Pointer, check: () => void): string | null {
  const list = api.TFE_ContextListDevices(context, status);
  check();
  const devices = Array.from({ length: api.TF_DeviceListCount(list) }, (_, i) => ({
    type: api.TF_DeviceListType(list, i, status),
    name: api.TF_DeviceListName(list, i, status),
  }));
  api.TF_DeleteDeviceList(list);
  return devices.find(({ type }) => type === 'GPU')?.name ?? null;
}

function setAttribute(api: CApi, op: Pointer, { name, type, value }: TFEOpAttr, status: Pointer): void {
  switch (type) {
    case constants.TF_ATTR_TYPE:
      return api.TFE_OpSetAttrType(op, name, value as number);
    case constants.TF_ATTR_BOOL:
      return api.TFE_OpSetAttrBool(op, name, value ? 1 : 0);
    case constants.TF_ATTR_INT:
      return Array.isArray(value)
        ? api.TFE_OpSetAttrIntList(op, name, longs(value), value.length)
        : api.TFE_OpSetAttrInt(op, name, value as number);
    case constants.TF_ATTR_FLOAT:
      return Array.isArray(value)
        ? api.TFE_OpSetAttrFloatList(op, name, Float32Array.from(value), value.length)
        : api.TFE_OpSetAttrFloat(op, name, value as number);
    case constants.TF_ATTR_STRING: {
      const text = Buffer.from(value as string);
      return api.TFE_OpSetAttrString(op, name, text, text.length);
    }
    case constants.TF_ATTR_SHAPE:
      return api.TFE_OpSetAttrShape(op, name, longs(value as number[]), (value as number[]).length, status);
    default:
      throw new Error(`an attribute of type ${type} ("${name}") cannot be set`);
  }
}

const longs = (values: readonly number[]) => BigInt64Array.from(values, BigInt);

function bytesOf(values: Values): Uint8Array {
  if (Array.isArray(values)) throw new Error('tensors of texts cannot be made');
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
