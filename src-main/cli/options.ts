/** Every option of every command. A setting of a run is declared in `src-shared/settings.ts` and taken from there. */
import { assayPresetNames } from '../../src-shared/assays.ts';
import { declaredKinds } from '../../src-shared/matrix-kinds.ts';
import { exportKinds, panelColumnNames } from '../../src-shared/exports.ts';
import { effortNames } from '../../src-shared/efforts.ts';
import { geneFamilyNames } from '../../src-shared/gene-families.ts';
import { list, settingOptions, text, toggle } from './option.ts';

const json = text('FILE|-', 'the same as JSON; - prints it');
const quiet = toggle('no progress');
const overwrite = toggle('files that are there can be replaced by results');
const project = text('FILE', 'keep data and run in this project');

/** How data files are read. */
const importOptions = {
  layer: text('NAME', 'the matrix to use instead of the one that inspect proposes: X, counts, layers/NAME, raw/X'),
  modality: text('NAME', 'the modality of an h5mu file, or the table of a SpatialData store, to read instead of RNA'),
  values: text(declaredKinds.join('|'), 'what the values of the matrix are, where they do not look like it'),
  'gene-ids': list(
    'symbol|ensembl|COLUMN…',
    'what names the genes: symbols, IDs, or a column of var; one of the two and its column, where both are needed',
  ),
  'min-genes': text('N', 'leave out cells with fewer genes above 0'),
  'min-counts': text('N', 'leave out cells with a smaller sum'),
  'max-mito': text('SHARE', 'leave out cells with a greater mitochondrial share (0.1 or 10%)'),
  'min-cells': text('N', 'leave out genes above 0 in fewer of the cells left'),
} as const;

/** What a design asks of the labels; weights, levels and merges make tasks, and targets are settings of the run. */
const taskOptions = {
  task: list(
    'COLUMN…',
    'the label columns that the panel must tell apart (labels_key in scvi-tools); A*B asks for both at once (cell_type*stim), NAME=A|B for what one data set calls A and another B',
  ),
  hierarchy: list('A,B,C', 'columns that are levels, from broad to fine: a task each, checked against one another'),
  continuous: list('COLUMN…', 'columns of numbers to be predicted as numbers, though they look like classes'),
  unlabelled: list('[COLUMN=]VALUE…', 'values that mean "no label"'),
  merge: text('FILE', 'classes to merge, rename or drop: a table with task, from, to (no to: dropped)'),
  'task-weight': list(
    'TASK=N…',
    'weight of a task (1): in the training, in what steers it, and in the turns of a method made for one label',
  ),
} as const;

/** The options of `design`, by the sections of its help. */
export const designSections = {
  Data: {
    example: toggle('design on the bundled data'),
    labels: list(
      '[DATASET=]FILE',
      'a table of labels (CSV, TSV, XLSX), joined by cell name to every data set whose cells it names, or to the named one; as often as needed',
    ),
    ...importOptions,
    ...settingOptions('data'),
  },
  Tasks: { ...taskOptions, ...settingOptions('tasks') },
  Panel: {
    ...settingOptions('panel'),
    'exclude-family': list('A,B', `families that are not chosen: ${geneFamilyNames.join(', ')}`),
    rules: text('NAME', 'rules on genes that the project keeps'),
    'save-rules': text('NAME', 'keep these rules with the project'),
  },
  Assay: {
    assay: text(
      'NAME|FILE',
      `what the panel is measured with: ${assayPresetNames.join(', ')}, or a file that fit-assay wrote (imaging where the data are counts, else as-sequenced)`,
    ),
    capture: text('S|S-S', 'molecules that it counts for one of the reference (0.3), or a range to draw from (0.2-1)'),
    'efficiency-sd': text('S', 'how much genes differ in that: standard deviation of its natural logarithm'),
    background: text('M', 'false molecules a gene and cell, mean'),
    molecules: text('N', 'most molecules of the panel a cell, mean of the most crowded class'),
  },
  Cells: {
    ...settingOptions('cells'),
    'test-cells': text('FILE', 'names of the test cells, one a line, instead of drawing them'),
    'held-out-by': text('COLUMN', 'hold out cells, then design again with whole groups held out, and show both scores'),
  },
  Training: {
    ...settingOptions('training'),
    effort: text('NAME', `how many trainings YOTO takes: ${effortNames.join(', ')} (standard)`),
  },
  Scoring: {
    ...settingOptions('scoring'),
    markers: text('FILE', 'a list of markers, or a table with what they mark: how much of it the panel has'),
    'cost-of-sharing': toggle('design a panel for each task alone as well, and show what one panel for all costs it'),
  },
  Results: {
    project,
    out: text('FILE', 'the panel as CSV'),
    predictions: text('FILE', 'predictions for the test cells as CSV'),
    json: text('FILE|-', 'everything as JSON; - prints it'),
    overwrite,
    'dry-run': toggle('say what would be done and which genes are left out, and train nothing'),
    quiet,
  },
} as const;

export const options = {
  design: {
    ...designSections.Data,
    ...designSections.Tasks,
    ...designSections.Panel,
    ...designSections.Assay,
    ...designSections.Cells,
    ...designSections.Training,
    ...designSections.Scoring,
    ...designSections.Results,
  },
  inspect: {
    json: toggle('the same as JSON'),
    labels: text('FILE', 'how a table of labels (CSV, TSV, XLSX) would meet the cells'),
    ...importOptions,
  },
  compare: { out: text('FILE', 'the comparison as CSV'), overwrite },
  explain: {
    gene: text('GENE', 'everything about one: classes, correlated genes, and possible substitutes'),
    json,
    overwrite,
    quiet,
  },
  sizes: {
    design: text(
      'A,B',
      'design panels of these sizes first, the same in everything else; those that the project has are not done again',
    ),
    seeds: text('N', 'this many of each size (1)'),
    json,
    overwrite,
    quiet,
  },
  try: {
    add: list('FILE|A,B', 'genes to put in'),
    drop: list('FILE|A,B', 'genes to take out'),
    swap: list('OLD=NEW', 'one gene in place of another'),
    lock: list('FILE|A,B', 'genes that --fill must keep'),
    ban: list('FILE|A,B', 'genes that --fill must not choose'),
    keep: text('NAME', 'keep the changed panel as a run of its own, scored in full'),
    fill: text('K', 'a new YOTO design of K genes around the locked ones, without the banned'),
    json,
    overwrite,
    quiet,
  },
  assay: {
    capture: text('A,B', 'capture efficiencies: shares of the molecules, in percent (100,30,10,3)'),
    reference: text(
      'NAME',
      'what the reference was made with, for a share from published numbers: tenx-v1, tenx-v2, tenx-v3',
    ),
    like: text('NAME', 'what the panel is measured like: merfish, merfish-crowded, or one of these'),
    binary: toggle('binarise expression: read genes as detected or not'),
    limit: text('N', 'molecules of the panel a cell that no class can pass; says what to cut'),
    json,
    overwrite,
    quiet,
  },
  'fit-assay': {
    task: list(
      'COLUMN…',
      'classes that both have: cells are compared class by class, so that a tissue cut elsewhere is not taken for what the assay counts',
    ),
    unlabelled: taskOptions.unlabelled,
    merge: taskOptions.merge,
    out: text('FILE', 'the assay, for --assay'),
    json,
    overwrite,
    quiet,
  },
  predict: {
    project: text('FILE', 'the project of the run'),
    labels: text('FILE', 'a table of labels, joined by cell name'),
    layer: text('NAME', 'the matrix of the data'),
    values: text(declaredKinds.join('|'), 'what its values are, where they do not look like it'),
    scale: text(
      'all|panel',
      'scale counts over all genes of the data, or over the panel’s where no others were measured (as the data suggest)',
    ),
    out: text('FILE', 'one row a cell and task, with every probability, as CSV'),
    json: text('FILE|-', 'the summary as JSON; - prints it'),
    overwrite,
    quiet,
  },
  export: {
    project: text('FILE', 'the project of the run'),
    as: text('KIND', `what (panel): ${Object.keys(exportKinds).join(', ')}`),
    out: text('FILE', 'where; a text is printed unless this is named'),
    overwrite,
    columns: text('A,B', `of the panel: ${panelColumnNames.join(', ')}`),
    task: text('NAME', 'whose labels annotate the cells of the Xenium reference'),
  },
  benchmark: {
    methods: text('all|A,B', 'methods to compare (all)'),
    alone: text('A,B', 'of these, also a panel for each task alone: what it costs to ask all at once'),
    k: { ...text('A,B', 'panel sizes'), short: 'k' },
    seeds: text('A,B', 'seeds of the training, one a repetition (0,1,2)'),
    splits: text('A,B', 'seeds of the choice of test cells, paired with the seeds (0,1,2)'),
    preset: text(
      'paper',
      'as in YOTO’s paper: as sequenced, a fifth of the cells is the test, seeds 0 to 2, YOTO also one task at a time (its VISp table is of binarised expression: --binarise)',
    ),
    jobs: text('N', 'runs trained at once (cores less one); they share the cores'),
    project: text('FILE', 'keep the runs there; those that it has already are not done again'),
    out: text('FILE', 'the table as CSV'),
    html: text('FILE', 'the table, figures and finding as one page'),
    predictions: text(
      'FILE.zip',
      'what every run predicted for every test cell: every score as sequenced can be computed again from it',
    ),
  },
  serve: {
    project: text('FILE', 'open this project'),
    port: text('N', 'listen here; 0 for any free port (the port of the first launch, or any free one)'),
    files: list(
      'FOLDER',
      'let the window open and save files here too, for data outside your home folder; can be given several times. Without it the window sees your home folder only',
    ),
  },
} as const;
