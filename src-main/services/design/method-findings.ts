/** What a method cannot do of what is asked of it, and how it serves several questions. */
import { matrixKindWords } from '../../../src-shared/matrix-kinds.ts';
import { methods, wrongMethodSettings } from '../../../src-shared/methods.ts';
import type { Finding, MatrixKind, RunRequest, Task } from '../../../src-shared/model.ts';
import { problem } from '../findings.ts';

/** @param kind of the numbers of the data sets */
export function methodFindings(request: RunRequest, tasks: Task[], kind: MatrixKind): Finding[] {
  const { method, methodSettings, selectOn } = request;
  const { name, can } = methods[method];
  const findings = wrongMethodSettings(method, methodSettings).map(({ what, remedy }) =>
    problem('method-setting', what, 'A setting that is not understood would have no effect.', remedy),
  );
  if (can.matrices && !can.matrices.includes(kind)) {
    const readable = can.matrices.map((one) => matrixKindWords[one]).join(' or ');
    findings.push(
      problem(
        'method-matrix',
        `${name} needs ${readable}; the data hold ${matrixKindWords[kind]}.`,
        'Its formula has no meaning for other numbers.',
        `Import ${readable} from the file if it has them, or choose another method.`,
      ),
    );
  }
  const chosen = selectOn === undefined ? tasks : tasks.filter((task) => task.id === selectOn);
  if (chosen.length === 0) {
    findings.push(
      problem(
        'select-on-missing',
        `The task ${selectOn} to select on is not among the tasks of this design.`,
        'Genes are selected on a task that the panel is designed for.',
        `Choose one of ${tasks.map((task) => task.name).join(', ')}, or leave it out.`,
      ),
    );
  }
  if (can.labels === 'none') return findings;
  if (can.labels === 'all' && selectOn !== undefined) {
    findings.push(
      problem(
        'select-on-one',
        `${name} serves all tasks in one training; it does not select on one of them.`,
        'Only a method that is made for one label takes them one by one.',
        'Leave the choice of a task to select on out, or leave the other tasks out.',
      ),
    );
  }
  const continuous = chosen.filter((task) => task.kind === 'continuous');
  if (!can.continuous && continuous.length > 0) {
    const others = chosen.length > continuous.length ? ', let it select on another task,' : '';
    findings.push(
      problem(
        'method-continuous',
        `${name} compares classes; it cannot answer the continuous task “${continuous[0].name}”.`,
        'A number has no classes to compare.',
        `Choose another method${others} or leave the task out.`,
      ),
    );
  }
  if (can.labels === 'one' && tasks.length > 1 && chosen.length > 0) {
    findings.push(selectOn === undefined ? byTurns(name, tasks) : onOne(name, chosen[0]));
  }
  return findings;
}

function byTurns(name: string, tasks: Task[]): Finding {
  return {
    severity: 'note',
    code: 'selects-by-turns',
    what: `${name} is made for one label: it runs on ${tasks.map((task) => task.name).join(', ')} one after the other, and the panel takes the best genes of each by turns${tasks.some(({ weight }) => weight !== tasks[0].weight) ? ', more of those that count more' : ''}.`,
    why: 'A gene that serves several tasks at once has no advantage then.',
    remedy: 'Let it select on one task, or take a method that serves all tasks at once.',
  };
}

function onOne(name: string, task: Task): Finding {
  return {
    severity: 'note',
    code: 'selects-on-one',
    what: `${name} is made for one label: genes are selected on ${task.name} alone.`,
    why: 'The other tasks are scored on a panel that was not chosen for them.',
    remedy: 'Let it select on all tasks by turns, or take a method that serves all tasks at once.',
  };
}
