/** Starts native TensorFlow and holds it to the reference step. A process of its own: a library can take one down. */
import { describeError } from '../../src-shared/errors.ts';
import { chooseBackend } from '../../src-main/nn/backend.ts';

try {
  const { executor } = await chooseBackend('tensorflow');
  console.log(executor.name);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
