/**
 * `npm run setup:tensorflow [-- --gpu]`: fetches TensorFlow's C library, once, into the user's cache folder, and shows
 * that a training step on it gives what the float64 reference gives.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AppError, describeError } from '../src-shared/errors.ts';
import { type Build, findLibrary, libraryFolder } from '../src-main/nn/tensorflow/library.ts';
import { fetchWheel, findPython } from './tensorflow/download.ts';
import { unpackLibraries } from './tensorflow/unpack.ts';
import { wheelsFor } from './tensorflow/wheels.ts';

try {
  const [option, ...others] = process.argv.slice(2);
  if (others.length > 0 || (option !== undefined && option !== '--gpu')) {
    throw new AppError('invalid', `“${[option, ...others].join(' ')}” is not understood.`, 'Give --gpu or nothing.');
  }
  await provision(option === '--gpu' ? 'gpu' : 'cpu');
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}

async function provision(build: Build): Promise<void> {
  const present = findLibrary();
  // the build with CUDA trains on the CPU too
  const folder = libraryFolder(present?.build === 'gpu' ? 'gpu' : build);
  const downloads = join(dirname(folder), 'wheels');
  if (present && libraryFolder(present.build) === folder) {
    console.log(`TensorFlow is in ${folder}`);
  } else {
    const wheels: string[] = [];
    for (const wheel of wheelsFor(build)) wheels.push(await fetchWheel(wheel, downloads, findPython));
    console.log(`Unpacking into ${folder}`);
    await unpackLibraries(wheels, folder);
  }
  const name = selfTest(folder);
  // kept until now, so that nothing is fetched twice if the test fails
  rmSync(downloads, { recursive: true, force: true });
  console.log(`${name} trains: a step on it gives what the reference gives.`);
  console.log('Choose it with --backend tensorflow, or on the Panel page under Advanced.');
  if (build === 'gpu') {
    console.log(
      name.includes('GPU')
        ? 'Nobody has verified whole trainings on a GPU yet: compare a run with one on the CPU before you rely on it.'
        : 'TensorFlow found no GPU that it can use, so it trains on the CPU. Is NVIDIA’s driver installed?',
    );
  }
}

/** The name of the executor, from a process that tried it. A library that fails is taken away again. */
function selfTest(folder: string): string {
  const program = resolve(import.meta.dirname, 'tensorflow', 'self-test.ts');
  const test = spawnSync(process.execPath, [program], { encoding: 'utf8' });
  if (test.status === 0) return test.stdout.trim();
  rmSync(folder, { recursive: true, force: true });
  const said = test.stderr.trim();
  throw new AppError(
    'unreadable',
    test.signal === null
      ? `TensorFlow was taken away again, because its self-test failed: ${said}`
      : `TensorFlow was taken away again, because it took its process down (${test.signal}): this processor may lack instructions that it needs. ${said}`.trim(),
    'Nothing else needs doing: Panelwright trains on onnxruntime.',
  );
}
