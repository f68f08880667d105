/** The figures of a finished run, the same that its page shows. */
import { stepsOfEach } from '../../src-preload/methods.ts';
import type { CategoricalScores, ExportedFile, Predictor, RunDetail, TaskResult } from '../../src-preload/model.ts';
import { classScoresFigure } from '../../src-renderer/charts/classScores.ts';
import { confusionFigure } from '../../src-renderer/charts/confusion.ts';
import type { Figure } from '../../src-renderer/charts/figure.ts';
import { headlineFigure } from '../../src-renderer/charts/headline.ts';
import { figureSvg } from '../../src-renderer/charts/print.ts';
import { trainingFigure } from '../../src-renderer/charts/training.ts';
import { predictorPhrase } from '../../src-renderer/results/words.ts';
import { colourAt } from '../../src-renderer/state/colours.ts';

export interface TaskFigures {
  task: string;
  classes: Figure;
  confusion: Figure;
}

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

export function taskFigures(result: TaskResult): TaskFigures | null {
  if (result.kind !== 'categorical') return null;
  const { task, classes } = result;
  const { by, scores } = shownScores(result);
  return {
    task,
    classes: classScoresFigure({ task, perClass: scores.perClass }),
    confusion: confusionFigure({ task, classes, confusion: scores.confusion, predictor: predictorPhrase[by] }),
  };
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
export const figureFiles = (run: RunDetail): ExportedFile[] => figuresOf(run).map(figureSvg);

function figuresOf(run: RunDetail): Figure[] {
  const tasks = run.results.flatMap((result) => {
    const figures = taskFigures(result);
    return figures ? [figures.classes, figures.confusion] : [];
  });
  const training = curves(run);
  return [scoresFigure(run), ...tasks, ...(training ? [training] : [])];
}
