/**
 * TensorFlow's C API for running one operation at a time (tensorflow/c/c_api.h, tensorflow/c/eager/c_api.h), called
 * through koffi: as much of it as a training needs.
 */
import koffi, { type LibraryHandle } from 'koffi';

/** A pointer into the library. */
export type Pointer = bigint;

export interface CApi {
  TF_Version(): string;
  TF_NewStatus(): Pointer;
  TF_GetCode(status: Pointer): number;
  TF_Message(status: Pointer): string;
  TF_SetStatus(status: Pointer, code: number, message: string): void;

  TFE_NewContextOptions(): Pointer;
  TFE_ContextOptionsSetConfig(options: Pointer, config: Uint8Array, length: number, status: Pointer): void;
  TFE_DeleteContextOptions(options: Pointer): void;
  TFE_NewContext(options: Pointer, status: Pointer): Pointer;
  TFE_ContextListDevices(context: Pointer, status: Pointer): Pointer;
  TF_DeviceListCount(list: Pointer): number;
  TF_DeviceListName(list: Pointer, index: number, status: Pointer): string;
  TF_DeviceListType(list: Pointer, index: number, status: Pointer): string;
  TF_DeleteDeviceList(list: Pointer): void;

  TF_AllocateTensor(dtype: number, dims: BigInt64Array, rank: number, bytes: number): Pointer;
  TF_TensorData(tensor: Pointer): Pointer;
  TF_TensorByteSize(tensor: Pointer): number;
  TF_DeleteTensor(tensor: Pointer): void;
  TFE_NewTensorHandle(tensor: Pointer, status: Pointer): Pointer;
  TFE_TensorHandleResolve(handle: Pointer, status: Pointer): Pointer;
  TFE_TensorHandleCopyToDevice(handle: Pointer, context: Pointer, device: string, status: Pointer): Pointer;
  TFE_TensorHandleDataType(handle: Pointer): number;
  TFE_TensorHandleNumDims(handle: Pointer, status: Pointer): number;
  TFE_TensorHandleDim(handle: Pointer, axis: number, status: Pointer): number;
  TFE_DeleteTensorHandle(handle: Pointer): void;

  TFE_NewOp(context: Pointer, name: string, status: Pointer): Pointer;
  TFE_OpAddInput(op: Pointer, handle: Pointer, status: Pointer): void;
  TFE_OpSetAttrType(op: Pointer, name: string, dtype: number): void;
  TFE_OpSetAttrBool(op: Pointer, name: string, value: number): void;
  TFE_OpSetAttrInt(op: Pointer, name: string, value: number): void;
  TFE_OpSetAttrIntList(op: Pointer, name: string, values: BigInt64Array, length: number): void;
  TFE_OpSetAttrFloat(op: Pointer, name: string, value: number): void;
  TFE_OpSetAttrFloatList(op: Pointer, name: string, values: Float32Array, length: number): void;
  TFE_OpSetAttrString(op: Pointer, name: string, value: Uint8Array, length: number): void;
  TFE_OpSetAttrShape(op: Pointer, name: string, dims: BigInt64Array, rank: number, status: Pointer): void;
  TFE_Execute(op: Pointer, outputs: BigUint64Array, count: Int32Array, status: Pointer): void;
  TFE_DeleteOp(op: Pointer): void;

  /** of the C library: Electron forbids views of memory that is not its own, so tensors are copied */
  memcpy(to: Pointer | Uint8Array, from: Pointer | Uint8Array, bytes: number): Pointer;
}

const declarations: Record<keyof CApi, string> = {
  TF_Version: 'const char *f()',
  TF_NewStatus: 'void *f()',
  TF_GetCode: 'int f(void *status)',
  TF_Message: 'const char *f(void *status)',
  TF_SetStatus: 'void f(void *status, int code, const char *message)',
  TFE_NewContextOptions: 'void *f()',
  TFE_ContextOptionsSetConfig: 'void f(void *options, const void *config, size_t length, void *status)',
  TFE_DeleteContextOptions: 'void f(void *options)',
  TFE_NewContext: 'void *f(void *options, void *status)',
  TFE_ContextListDevices: 'void *f(void *context, void *status)',
  TF_DeviceListCount: 'int f(void *list)',
  TF_DeviceListName: 'const char *f(void *list, int index, void *status)',
  TF_DeviceListType: 'const char *f(void *list, int index, void *status)',
  TF_DeleteDeviceList: 'void f(void *list)',
  TF_AllocateTensor: 'void *f(int dtype, const int64_t *dims, int rank, size_t bytes)',
  TF_TensorData: 'void *f(void *tensor)',
  TF_TensorByteSize: 'size_t f(void *tensor)',
  TF_DeleteTensor: 'void f(void *tensor)',
  TFE_NewTensorHandle: 'void *f(void *tensor, void *status)',
  TFE_TensorHandleResolve: 'void *f(void *handle, void *status)',
  TFE_TensorHandleCopyToDevice: 'void *f(void *handle, void *context, const char *device, void *status)',
  TFE_TensorHandleDataType: 'int f(void *handle)',
  TFE_TensorHandleNumDims: 'int f(void *handle, void *status)',
  TFE_TensorHandleDim: 'int64_t f(void *handle, int axis, void *status)',
  TFE_DeleteTensorHandle: 'void f(void *handle)',
  TFE_NewOp: 'void *f(void *context, const char *name, void *status)',
  TFE_OpAddInput: 'void f(void *op, void *handle, void *status)',
  TFE_OpSetAttrType: 'void f(void *op, const char *name, int dtype)',
  TFE_OpSetAttrBool: 'void f(void *op, const char *name, uint8_t value)',
  TFE_OpSetAttrInt: 'void f(void *op, const char *name, int64_t value)',
  TFE_OpSetAttrIntList: 'void f(void *op, const char *name, const int64_t *values, int length)',
  TFE_OpSetAttrFloat: 'void f(void *op, const char *name, float value)',
  TFE_OpSetAttrFloatList: 'void f(void *op, const char *name, const float *values, int length)',
  TFE_OpSetAttrString: 'void f(void *op, const char *name, const void *value, size_t length)',
  TFE_OpSetAttrShape: 'void f(void *op, const char *name, const int64_t *dims, int rank, void *status)',
  TFE_Execute: 'void f(void *op, void *outputs, void *count, void *status)',
  TFE_DeleteOp: 'void f(void *op)',
  memcpy: 'void *f(void *to, const void *from, size_t bytes)',
};

/**
 * @param files the library's files; each function is taken from the last one that has it
 * @throws Error where a file cannot be loaded or lacks a function
 */
export function loadCApi(files: readonly string[]): CApi {
  // null is this process, where the C library is
  const libraries = [koffi.load(null), ...files.map(loadForGood)].reverse();
  const functions = Object.entries(declarations).map(([name, declaration]) => {
    return [name, find(libraries, declaration.replace('f(', `${name}(`))];
  });
  return Object.fromEntries(functions) as unknown as CApi;
}

/** As `RTLD_NOW | RTLD_NODELETE` on Linux and macOS. */
const KEEP_LOADED = process.platform === 'darwin' ? 0x82 : 0x1002;

/** koffi unloads its libraries when the process ends, and TensorFlow, unloaded, takes the process down with it. */
function loadForGood(file: string): LibraryHandle {
  koffi.load(null).func('void *dlopen(const char *file, int mode)')(file, KEEP_LOADED);
  // says in words why a file cannot be loaded
  return koffi.load(file);
}

function find(libraries: LibraryHandle[], declaration: string): ReturnType<LibraryHandle['func']> {
  const [first, ...others] = libraries;
  try {
    return first.func(declaration);
  } catch (error) {
    if (others.length === 0) throw error;
    return find(others, declaration);
  }
}
