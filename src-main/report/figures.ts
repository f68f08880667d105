/** The figures of a finished run, the same that its page shows. */
import { stepsOfEach } from '../../src-shared/methods.ts';
import type {
  CategoricalScores,
  ExportedFile,
  PredictedValues,
  Predictor,
  RunDetail,
  TaskResult,
} from '../../src-shared/model.ts';
import { classScoresFigure } from '../../src-shared/present/charts/classScores.ts';
import { confusionFigure } from '../../src-shared/present/charts/confusion.ts';
import type { Figure } from '../../src-shared/present/charts/figure.ts';
import { headlineFigure } from '../../src-shared/present/charts/headline.ts';
import { predictedValuesFigure } from '../../src-shared/present/charts/predictedValues.ts';
import { figureSvg } from '../../src-shared/present/charts/print.ts';
import { trainingFigure } from '../../src-shared/present/charts/training.ts';
import { predictorPhrase } from '../../src-shared/present/words.ts';
import { colourAt } from '../../src-shared/present/class-colours.ts';

/** Whose scores a task is shown by: the method's own predictor where it has one. */
export function shownScores(result: TaskResult & { kind: 'categorical' }): {
  by: Predictor;
  scores: CategoricalScores;
} {
  if (result.own) return { by: 'own', scores: result.own };
  if (result.probe) return { by: 'probe', scores: result.probe };
  return { by: 'forest', scores: result.forest };
}

export const scoresFigure = (run: RunDetail): Figure =>
  headlineFigure({ scores: run.headline, genes: run.panel.length });

/** Of classes, how each is told and what it is taken for; of a number, its values beside those predicted. */
export function taskFigures(result: TaskResult, predicted: readonly PredictedValues[]): Figure[] {
  if (result.kind !== 'categorical')
    return predicted.filter(({ task }) => task === result.task).map((values) => predictedValuesFigure(values));
  const { task, classes } = result;
  const { by, scores } = shownScores(result);
  return [
    classScoresFigure({ task, perClass: scores.perClass }),
    confusionFigure({ task, classes, confusion: scores.confusion, predictor: predictorPhrase[by] }),
  ];
}

/** null for a method that has no curves */
export function curves(run: RunDetail): Figure | null {
  if (run.history.length === 0) return null;
  return trainingFigure({
    history: run.history,
    steps: run.history.at(-1)!.step,
    each: stepsOfEach(run.config),
    k: run.config.k,
    temperatureEnd: run.config.settings.temperatureEnd,
    outcome: 'finished',
    tasks: run.config.tasks.map(({ name, kind }, i) => ({ name, kind, colour: colourAt(i) })),
  });
}

/** All of them, as files for print. */
export function figureFiles(run: RunDetail, predicted: readonly PredictedValues[]): ExportedFile[] {
  const training = curves(run);
  const tasks = run.results.flatMap((result) => taskFigures(result, predicted));
  return [scoresFigure(run), ...tasks, ...(training ? [training] : [])].map(figureSvg);
}
