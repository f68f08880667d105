/** What the command line understands, as it is printed by --help. */
import { exportKinds } from '../../src-shared/exports.ts';
import { lines } from './option.ts';
import { designSections, options } from './options.ts';

/** Arguments that cannot be understood: exit code 2. */
export class UsageError extends Error {}

/** Data that were looked into and cannot be used as they are: exit code 3. */
export class ProblemFound extends Error {}

export const help = {
  panelwright: `Panelwright chooses gene panels for spatial transcriptomics: one panel for all your tasks.

Usage
  panelwright design DATA… --task COLUMN… -k N   design a panel
  panelwright design --example                   the same on the bundled data, to see it work
  panelwright predict RUN DATA                   labels for new cells by a finished run
  panelwright score PANEL DATA… --task COLUMN…   score a panel that you have, and fill it up
  panelwright inspect DATA                       what a data file holds
  panelwright resume PROJECT [RUN]               a run that was stopped goes on where it was
  panelwright rescue PROJECT NEW                 what can be read of a damaged project, in a new one
  panelwright compare PROJECT [RUN…]             runs side by side
  panelwright explain PROJECT [RUN]              why each gene is in a panel
  panelwright sizes PROJECT [RUN]                how many genes are enough
  panelwright try PROJECT [RUN] --drop A         a panel changed by hand: what it would score
  panelwright assay PROJECT [RUN]                what an assay would leave of the scores
  panelwright fit-assay REFERENCE PILOT          an assay as a pilot shows it, to design panels for
  panelwright transfer REFERENCE TARGET --task COLUMN… -k N  a panel judged inside other data
  panelwright export RUN --project P --as KIND   files made of a run: lists, report, everything
  panelwright benchmark DATA --task COLUMN… -k A,B  methods compared on your data
  panelwright sweep DATA… --task COLUMN… -k A,B --out FOLDER  the same as a workflow for a cluster
  panelwright collect FOLDER --project P         brings what a workflow has done into a project
  panelwright import DATA… --task COLUMN… --project P  data and tasks into a project, nothing trained
  panelwright serve                              the window, in a browser on this machine
  panelwright diagnostics [PROJECT]              what a report of a fault needs

  panelwright COMMAND --help                     all options of a command
  panelwright --version

Exit codes
  0  done
  1  it could not be done; the sentence on stderr says why, and what to do
  2  the arguments cannot be understood
  3  inspect: the file opens, but has a problem that a design would fail on or suffer from;
     design --dry-run: something stands in the way of this design
  129, 130, 143  stopped: its terminal was closed, by Ctrl+C, or by another program
`,
  design: `Usage
  panelwright design DATA… --task COLUMN… -k N [options]
  panelwright design --example [options]

  DATA…                      one or more data files; genes that all of them have are used

${Object.entries(designSections)
  .map(([title, options]) => `${title}\n${lines(options)}\n`)
  .join('\n')}`,
  inspect: `Usage
  panelwright inspect DATA [options]

Says what a data file holds: cells, genes, matrices, label columns, and what to look out for. Ends with exit code 0 where
the data can be used, with warnings or without; with 3 where one of the findings is a problem, which stderr names too;
with 1 where the file cannot be opened.

${lines(options.inspect)}
`,
  resume: `Usage
  panelwright resume PROJECT [RUN]

Goes on with a run from its last checkpoint, or begins it again without one, and prints its result. RUN is a name or a
number of one that was interrupted, cancelled or failed; all that were interrupted, unless named.

  --quiet                    no progress
`,
  rescue: `Usage
  panelwright rescue PROJECT NEW

Copies what can be read of a damaged project into a new one, and says what is lost. A run that lacks a part of its result
is left out; the damaged project stays as it is.
`,
  compare: `Usage
  panelwright compare PROJECT [RUN…] [--out FILE]

Shows runs side by side, the first one as the reference. RUN is a name or a number; all that succeeded
and were not archived, unless named.

${lines(options.compare)}
`,
  explain: `Usage
  panelwright explain PROJECT [RUN] [--gene GENE] [--json FILE|-]

Says what each gene of a finished panel is in for: what is lost on validation cells when it is masked, class by class,
and how many seeds chose it. RUN is a name or a number, and may be left out where only one finished.

${lines(options.explain)}
`,
  sizes: `Usage
  panelwright sizes PROJECT [RUN] [--design A,B] [--json FILE|-]

Scores the first genes of a panel's ranking, and every panel that was designed like it at another size, by heads fitted
again, on validation cells; says how many genes are enough.

${lines(options.sizes)}
`,
  try: `Usage
  panelwright try PROJECT [RUN] [--add A,B] [--drop A,B] [--swap OLD=NEW] [options]

Scores a panel changed by hand, by heads fitted again, on validation cells, next to the panel as it is.

${lines(options.try)}
`,
  assay: `Usage
  panelwright assay PROJECT [RUN] [--capture 100,30,10,3] [--limit N] [options]

Predicts the scores of a finished panel when an assay captures a share of the reference's molecules (binomial thinning;
cells scaled by the panel's own total), when a probe fails, and how crowded cells get. Takes a run on counts.

${lines(options.assay)}
`,
  'fit-assay': `Usage
  panelwright fit-assay REFERENCE PILOT [--task COLUMN] [--out FILE]

Compares a reference with a pilot, cells of the same tissue that were measured with the assay, gene by gene: what share of
the reference's molecules the assay counts of each, how much genes differ, what it counts that is not there, and how much
cells differ in depth. "design --assay FILE" chooses and judges panels for that assay. Both hold counts.

${lines(options['fit-assay'])}
`,
  transfer: `Usage
  panelwright transfer REFERENCE TARGET --task COLUMN… -k N [options]

Chooses a panel on the reference, among the genes that both have, and judges it inside the target, which has the classes:
real imaging data, another laboratory, another chemistry. Inside: cross-validation with the target's own labels. Carried
over: the run's predictor on the target's cells. Gene by gene: whether it is strongest in the same class there. All
options of "design" about tasks, genes, assay and training count as well.

  --json FILE|-              everything as JSON; - prints it
`,
  score: `Usage
  panelwright score PANEL DATA… --task COLUMN… [-k N] [options]

Scores a panel from elsewhere as every panel is scored. PANEL lists one gene a line, or is a table with a column of gene
symbols or Ensembl IDs: ours, a vendor's, Xenium's. Genes are found by ID, symbol and case; those that are not in the
data are named and left out. All options of "design" about data, tasks, training and results count as well.

  -k, --k N                  fill the panel up to N genes with the best ones that YOTO finds around it
  --out FILE                 the panel as CSV, added genes too
  --json FILE|-              everything as JSON, with what was found and missing; - prints it
`,
  predict: `Usage
  panelwright predict RUN DATA --project FILE [options]
  panelwright predict MODEL.onnx DATA [options]

Labels new cells by the predictor of a finished run, with probabilities: a spatial data set that measured only the panel,
or cells without labels. RUN is a name or a number; MODEL.onnx is what "export --as model" wrote. Says what is missing,
what looks unlike the training cells, and how it agrees with labels in columns called like the tasks.

${lines(options.predict)}
`,
  export: `Usage
  panelwright export RUN --project FILE [--as KIND] [--out FILE]

Makes a file of a finished run. RUN is a name or a number.

${lines(options.export)}

Kinds
${Object.entries(exportKinds)
  .map(([kind, { sentence }]) => `  ${kind.padEnd(27)}${sentence}`)
  .join('\n')}
`,
  benchmark: `Usage
  panelwright benchmark DATA… --task COLUMN… -k 16,32,64 [options]

Runs every method with every size, as often as there are seeds, and says which is best and by how much. All options of
"design" about data, tasks, genes and training count as well.

${lines(options.benchmark)}
`,
  diagnostics: `Usage
  panelwright diagnostics [PROJECT]

Prints versions, figures of the machine and of a project, and the log of the last sessions, to be put into a report of a
fault. No data and no names of genes, cells or files are in it.
`,
  sweep: `Usage
  panelwright sweep DATA… --task COLUMN… -k A,B --out FOLDER [options]

Writes a comparison of methods as a Snakemake workflow into FOLDER: one job brings the data, one each run, one collects.
Run it there with "snakemake --cores all --keep-going", or on a cluster with its own executor and profile; memory and
minutes of every job are estimates. FOLDER may be of an earlier sweep: what is done already stays and is not done again.
docs/SCALE.md says more.

  -k, --methods, --alone, --seeds, --splits and all else as in "panelwright benchmark --help"
  --out FOLDER               new, empty, or of an earlier sweep
`,
  collect: `Usage
  panelwright collect FOLDER --project FILE [options]

Brings the runs of a sweep that are done into a project, with the page that compares them. As often as wanted: what is
there already is not brought in twice, and jobs that have left nothing yet are named.

  --project FILE             made of the data of the sweep where it is not there yet
  --out FILE                 the table as CSV
  --html FILE                the page as HTML
  --predictions FILE         every prediction as a zip archive
  --overwrite                files that are there can be replaced by results
  --quiet                    no progress
`,
  import: `Usage
  panelwright import DATA… --task COLUMN… --project FILE [options]

Brings data and tasks into a project and trains nothing. Options about data and tasks as in "panelwright design --help".
`,
  serve: `Usage
  panelwright serve [--project FILE] [--files FOLDER]… [--port N]

Serves the window to a browser on this machine, and prints the address to open. The address opens one browser, once;
its session ends with Panelwright.

${lines(options.serve)}
`,
} as const;

export type Command = Exclude<keyof typeof help, 'panelwright'>;
