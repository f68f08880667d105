/** A label file joined to a data set of the project, and taken back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { laboratory, projectWithData } from '../laboratory.ts';

it('is undone as if it had never been: new columns go, replaced ones return', async () => {
  const lab = laboratory();
  await projectWithData(lab);
  const [before] = await lab.call('datasets.list', {});
  const { id, columns } = before;
  const [replaced] = columns.filter(({ kind }) => kind === 'categorical');
  const cells = ['x', 'y'];
  const path = join(lab.folder, 'more.csv');
  const names = (await lab.call('datasets.inspect', { path: before.sourcePath })).cellExamples;
  writeFileSync(
    path,
    [`cell,${replaced.name},added`, ...names.map((name, i) => `${name},new,${cells[i % 2]}`)].join('\n'),
  );

  expect(await lab.call('datasets.labels', { id, path, apply: false })).toMatchObject({ matched: names.length });
  expect(await lab.call('datasets.list', {})).toEqual([before]);
  await expect(lab.call('datasets.undoLabels', { id })).rejects.toThrow('no label file of this data set to take back');

  await lab.call('datasets.labels', { id, path, apply: true });
  const [joined] = await lab.call('datasets.list', {});
  expect(joined.columns.map(({ name }) => name)).toContain('added');
  expect(joined.columns.find(({ name }) => name === replaced.name)?.classes).toEqual([
    { name: 'new', cells: names.length },
  ]);

  await lab.call('datasets.undoLabels', { id });
  const [after] = await lab.call('datasets.list', {});
  expect(after.columns).toEqual(before.columns);
  expect(after.findings.map(({ what }) => what).sort()).toEqual(before.findings.map(({ what }) => what).sort());
});
