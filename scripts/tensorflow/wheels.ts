/**
 * The wheels that TensorFlow's C library is taken from, each pinned by its fingerprint. They are made for CPython 3.11
 * and hold a library that needs no Python.
 */
import { AppError } from '../../src-shared/errors.ts';
import { type Build, tensorflowVersion } from '../../src-main/nn/tensorflow/library.ts';

export interface Wheel {
  /** name of the file; project, version and platform are parts of it */
  file: string;
  sha256: string;
  bytes: number;
}

const wheel = (file: string, sha256: string, bytes: number): Wheel => ({ file, sha256, bytes });

const cpu: Record<string, Wheel> = {
  'linux-x64': wheel(
    'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    273829956,
  ),
  'linux-arm64': wheel(
    'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl',
    '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    281828020,
  ),
  'darwin-arm64': wheel(
    'tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl',
    '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    223405849,
  ),
};

/** TensorFlow with CUDA, and the libraries of NVIDIA that it asks for (its extra `and-cuda`), without their compiler. */
const gpu: readonly Wheel[] = [
  wheel(
    'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
    572440367,
  ),
  wheel(
    'nvidia_cublas_cu12-12.9.3.13-py3-none-manylinux_2_27_x86_64.whl',
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
    581217458,
  ),
  wheel(
    'nvidia_cuda_cupti_cu12-12.8.90-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
    10248621,
  ),
  wheel(
    'nvidia_cuda_nvrtc_cu12-12.9.86-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
    89568129,
  ),
  wheel(
    'nvidia_cuda_runtime_cu12-12.9.79-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    3493179,
  ),
  wheel(
    'nvidia_cudnn_cu12-9.28.0.42-py3-none-manylinux_2_27_x86_64.whl',
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
    716538495,
  ),
  wheel(
    'nvidia_cufft_cu12-11.4.1.4-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
    200877592,
  ),
  wheel(
    'nvidia_curand_cu12-10.3.10.19-py3-none-manylinux_2_27_x86_64.whl',
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
    68295626,
  ),
  wheel(
    'nvidia_cusolver_cu12-11.7.5.82-py3-none-manylinux_2_27_x86_64.whl',
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    338117415,
  ),
  wheel(
    'nvidia_cusparse_cu12-12.5.10.65-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    366465088,
  ),
  wheel(
    'nvidia_nccl_cu12-2.32.3-py3-none-manylinux_2_27_x86_64.whl',
    'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
    351526311,
  ),
  wheel(
    'nvidia_nvjitlink_cu12-12.9.86-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
    39748338,
  ),
];

/** @throws AppError for a machine that TensorFlow is not built for */
export function wheelsFor(
  build: Build,
  platform: string = process.platform,
  architecture: string = process.arch,
): readonly Wheel[] {
  const machine = `${platform}-${architecture}`;
  if (build === 'gpu') {
    if (machine === 'linux-x64') return gpu;
    throw new AppError(
      'not-found',
      `TensorFlow ${tensorflowVersion} with CUDA is built for Linux x64, and this is ${machine}.`,
      'Run it without --gpu.',
    );
  }
  if (machine in cpu) return [cpu[machine]];
  throw new AppError(
    'not-found',
    `TensorFlow ${tensorflowVersion} has no library for this machine (${machine}) that can be used here.`,
    'Nothing needs doing: Panelwright trains on onnxruntime, which is faster for panels of usual size.',
  );
}
