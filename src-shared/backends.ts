/** What can train: the name it has on the command line, the name it is shown by, what it is. */
export const backends = {
  auto: {
    name: 'Fastest',
    sentence:
      'onnxruntime, unless native TensorFlow is installed and clearly faster at steps of this run; where neither loads, WebAssembly.',
  },
  onnx: {
    name: 'onnxruntime',
    sentence: 'Runs a whole training step at once, on one core: the fastest for panels of usual size.',
  },
  webgpu: {
    name: 'onnxruntime on the graphics card',
    sentence:
      'Runs a whole training step on a card of any maker, by WebGPU; worth a try with large batches and wide networks.',
  },
  tensorflow: {
    name: 'Native TensorFlow',
    sentence: 'Runs a step operation by operation; needs its library, which “npm run setup:tensorflow” fetches once.',
  },
  wasm: {
    name: 'WebAssembly',
    sentence: 'Runs everywhere and needs nothing of the machine, at a quarter of the speed.',
  },
} as const;

export type BackendChoice = keyof typeof backends;

export const backendNames = Object.keys(backends) as [BackendChoice, ...BackendChoice[]];
