/** What is odd about label columns. */
import type { Finding, ObsColumn } from '../../src-shared/model.ts';
import { withoutInvisible } from '../../src-shared/text-files.ts';
import { isShortened } from './text-numbers.ts';

/** Findings on the columns of `obs`; `cells` is the number of cells. */
export function columnFindings(columns: ObsColumn[], cells: number): Finding[] {
  const usable = columns.filter((column) => column.labelScore > 0);
  const findings = columns.flatMap((column) => [
    ...oneValue(column),
    ...oneEach(column, cells),
    ...missing(column, cells),
    ...nearDuplicates(column),
    ...smallClasses(column),
    ...shortened(column),
  ]);
  if (!usable.some((column) => column.kind === 'categorical')) {
    findings.unshift({
      severity: 'warning',
      code: 'no-label-columns',
      what:
        columns.length === 0 ? 'The file has no columns about its cells.' : 'No column of the file looks like labels.',
      why: 'A panel is designed for tasks, and the labels are the answers that it learns from.',
      remedy: 'Add a label file: a table with the cell names and their labels (CSV, TSV or XLSX).',
      action: { label: 'Choose a label file…', do: 'labels' },
    });
  }
  return findings;
}

function oneValue(column: ObsColumn): Finding[] {
  const constant =
    column.kind === 'categorical' ? column.classes.length === 1 : column.range && column.range.min === column.range.max;
  if (!constant) return [];
  return [
    {
      severity: 'note',
      code: 'one-value',
      what: `Column "${column.name}" has one value only (${column.kind === 'categorical' ? column.classes[0].name : column.range!.min}).`,
      why: 'There is nothing to tell apart.',
      remedy: 'It cannot be a task.',
    },
  ];
}

function oneEach(column: ObsColumn, cells: number): Finding[] {
  if (
    column.kind !== 'categorical' ||
    column.classes.length < 20 ||
    column.classes.length < 0.9 * (cells - column.missing)
  )
    return [];
  return [
    {
      severity: 'note',
      code: 'one-each',
      what: `Column "${column.name}" has a value of its own for nearly every cell (${column.classes.length.toLocaleString('en-US')} values).`,
      why: 'It names cells rather than kinds of cells.',
      remedy: 'It cannot be a task.',
    },
  ];
}

function missing(column: ObsColumn, cells: number): Finding[] {
  if (column.kind !== 'categorical' || column.labelScore === 0) return [];
  const findings: Finding[] = [];
  if (column.missing > 0) {
    findings.push({
      severity: 'note',
      code: 'missing-labels',
      what: `${column.missing.toLocaleString('en-US')} of ${cells.toLocaleString('en-US')} cells have no value in "${column.name}".`,
      why: 'They count as unlabelled: they teach nothing for this task and everything for the others.',
      remedy: 'Nothing needs to be done.',
    });
  }
  if (column.unlabelledCandidates.length > 0) {
    const named = column.unlabelledCandidates.map((value) => `"${value}"`).join(', ');
    const count = column.classes
      .filter((entry) => column.unlabelledCandidates.includes(entry.name))
      .reduce((sum, entry) => sum + entry.cells, 0);
    findings.push({
      severity: 'warning',
      code: 'unlabelled-words',
      what: `Column "${column.name}" has ${named} for ${count.toLocaleString('en-US')} cells.`,
      why: 'Such words usually mean that a cell has no label; as a class they would be learned.',
      remedy: 'Say in the task which of them mean "unlabelled".',
    });
  }
  return findings;
}

/** Classes that no design can learn; said of columns that are likely labels and have classes that it can. */
function smallClasses({ name, classes, labelScore }: ObsColumn): Finding[] {
  const small = classes.filter(({ cells }) => cells < 10);
  if (labelScore < 0.3 || small.length === 0 || classes.length - small.length < 2) return [];
  const list = small.slice(0, 3).map((entry) => `${entry.name}: ${entry.cells}`).join(', '); // prettier-ignore
  return [
    {
      severity: 'note',
      code: 'small-classes',
      what: `${small.length} of ${classes.length} classes of "${name}" ${small.length === 1 ? 'has' : 'have'} fewer than 10 cells (${list}${small.length > 3 ? ', …' : ''}).`,
      why: 'So few cells cannot be divided into those that are learned from and those that are tested on.',
      remedy:
        'In a design they count as unlabelled unless they are merged with others, or the smallest class may be smaller.',
    },
  ];
}

/** Identifiers of which a spreadsheet kept the first digits alone: 1.60639E+18. */
function shortened({ name, classes }: ObsColumn): Finding[] {
  const found = classes.find((entry) => isShortened(entry.name));
  if (!found) return [];
  return [
    {
      severity: 'warning',
      code: 'shortened-numbers',
      what: `Column "${name}" holds numbers that a spreadsheet shortened (${found.name}).`,
      why: 'What was cut off told them apart: different ones look alike now.',
      remedy: 'Export the table again, and open it in no spreadsheet, or format that column as text first.',
    },
  ];
}

/** Class names that differ only in case, blanks, punctuation and the form of a letter: "CD4 T" and "cd4_t ", é and é. */
function nearDuplicates(column: ObsColumn): Finding[] {
  const groups = new Map<string, string[]>();
  for (const { name } of column.classes) {
    // + and − are part of what a class is (CD34+, CD34−, −1); numbers must not run together (1.1 and 11)
    const key = withoutInvisible(name.normalize('NFKC')).toLowerCase().trim().replace(/(?<=\S)[\s_.\-/]+(?=\S)/g, (gap, at: number, all: string) =>
      /\d/.test(all[at - 1] ?? '') && /\d/.test(all[at + gap.length] ?? '') ? '.' : '',
    ); // prettier-ignore
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()]
    .filter((names) => names.length > 1)
    .map((names) => ({
      severity: 'warning',
      code: 'near-duplicate-classes',
      what: `Column "${column.name}" has classes that differ only in writing: ${names.map((name) => `"${name}"`).join(', ')}.`,
      why: 'They would be learned as different classes, and confused with each other.',
      remedy: 'If they are the same, merge them where the task is set up, or write them alike in the file.',
    }));
}
