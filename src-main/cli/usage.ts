/** What the command line understands, as it is printed by --help. */
import { backendNames } from '../../src-shared/backends.ts';
import { exportKinds, panelColumnNames } from '../../src-shared/exports.ts';
import { geneFamilyNames } from '../../src-shared/gene-families.ts';
import { methodNames } from '../../src-shared/methods.ts';

/** Arguments that cannot be understood: exit code 2. */
export class UsageError extends Error {}

/** Data that were looked into and cannot be used as they are: exit code 3. */
export class ProblemFound extends Error {}

/** Names under the column of explanations, in lines that fit. */
function namesInLines(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length > 84) lines.push(' '.repeat(29) + name);
    else lines[lines.length - 1] = `${last}, ${name}`;
  }
  return lines.join('\n');
}

export const help = {
  panelwright: `Panelwright chooses gene panels for spatial transcriptomics: one panel for all your questions.

Usage
  panelwright design DATA… --task COLUMN… -k N   design a panel
  panelwright design --example                   the same on the bundled data, to see it work
  panelwright predict RUN DATA                   labels for new cells by a finished run
  panelwright score PANEL DATA… --task COLUMN…   score a panel that you have, and fill it up
  panelwright inspect DATA                       what a data file holds
  panelwright compare PROJECT [RUN…]             runs side by side
  panelwright explain PROJECT [RUN]              why each gene is in a panel
  panelwright sizes PROJECT [RUN]                how many genes are enough
  panelwright try PROJECT [RUN] --drop A         a panel changed by hand: what it would score
  panelwright assay PROJECT [RUN]                what an assay would leave of the scores
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

Data
  DATA…                      one or more data files; genes that all of them have are used
  --orthologs                match genes of human and mouse by the letters of their symbols
  --batch-zscore             z-score genes within each data set, against differences between batches
  --binarise                 read genes as there (above zero) or not there
  --leave-out DATA           one of the data files, by name: choose without it, score on it
  --labels [DATASET=]FILE    a table of labels (CSV, TSV, XLSX), joined by cell name to every data set whose cells it
                             names, or to the named one; as often as needed
  --layer NAME               the matrix to use instead of the one that inspect proposes
  --gene-ids symbol|ensembl|COLUMN
                             what names the genes: symbols, IDs, or a column of var
  --min-genes N              leave out cells with fewer genes above 0
  --min-counts N             leave out cells with a smaller sum
  --max-mito SHARE           leave out cells with a greater mitochondrial share (0.1 or 10%)
  --min-cells N              leave out genes above 0 in fewer of the cells left
  --task COLUMN…             the label columns that the panel must tell; A*B asks for both at once (cell_type*stim),
                             NAME=A|B for what one data set calls A and another B
  --hierarchy A,B,C          columns that are levels, from broad to fine: a task each, checked against one another
  --continuous COLUMN…       columns of numbers to be predicted as numbers, though they look like classes
  --unlabelled [COLUMN=]VALUE…  values that mean "no label"
  --merge FILE               classes to merge, rename or drop: a table with task, from, to (no to: dropped)
  --target TASK:CLASS=RECALL…  a class that must not be missed: YOTO is steered to find this share of its cells
  --task-weight TASK=N…      what a task counts beside the others (1): in the training, in what steers it, and in the
                             turns of a method made for one label
  --min-class N              classes with fewer cells count as unlabelled (10)

Panel
  -k, --k N                  genes in the panel
  --must-include FILE|A,B    genes that must be in it; they count towards k
  --exclude FILE|A,B|/REGEX/ genes that must not
  --exclude-family A,B       families that must not: ${geneFamilyNames.join(', ').replace(/(.{60,}?), /, '$1,\n                             ')}
  --start FILE|A,B           a panel to begin with; --add N says how many genes to add to it, instead of -k
  --candidates FILE|A,B      choose from these only
  --min-detected F, --max-detected F
                             least and greatest share of training cells that detect a gene
  --max-mean X               greatest mean in any class, in molecules a cell (30: against optical crowding)
  --gene-table FILE          properties of genes (length, probes …; aliases too)
  --require LIMIT…           a limit on a column of that table: length>=960
  --rules NAME               rules of the project; --save-rules NAME keeps these with the project
  --hvg N                    variable genes to choose from (5000)

Training
  --method NAME              one of these (yoto):
${namesInLines(methodNames)}
  --set NAME=NUMBER          a setting of the method, as often as needed; docs/METHODS.md has them all
  --select-on COLUMN         the task that a method made for one label selects on (all by turns)
  --seed N                   of the training (0)
  --split-seed N             of the choice of test cells (0)
  --test-fraction F          share of cells that are only scored on (0.2)
  --test-cells FILE          names of the test cells, one a line, instead
  --group COLUMN             hold out whole groups of this column (donor, sample) instead of single cells
  --markers FILE             a list of markers, or a table with what they mark: how much of it the panel has
  --held-out-by COLUMN       hold out cells, then design anew with whole groups held out, and show both scores
  --effort NAME              quick, standard or thorough: how many trainings YOTO takes (standard)
  --steps N                  of a training
  --probe-steps N            of the network trained anew on the panel, which scores it (3000; 0: no probe)
  --backend NAME             what trains: ${backendNames.join(', ')} (auto)

Results
  --project FILE             keep data and run in this project
  --out FILE                 the panel as CSV
  --predictions FILE         predictions for the test cells as CSV
  --json FILE|-              everything as JSON; - prints it
  --cost-of-sharing          design a panel for each task alone as well, and show what one panel for all costs it
  --dry-run                  say what would be done and which genes fall out, and train nothing
  --quiet                    no progress
`,
  inspect: `Usage
  panelwright inspect DATA [options]

Says what a data file holds: cells, genes, matrices, label columns, and what to look out for. Ends with exit code 0 where
the data can be used, with warnings or without; with 3 where one of the findings is a problem, which stderr names too;
with 1 where the file cannot be opened.

  --json                     the same as JSON
  --labels FILE              how a table of labels (CSV, TSV, XLSX) would meet the cells
  --layer NAME               look at this matrix: X, counts, layers/NAME, raw/X
  --gene-ids symbol|ensembl|COLUMN
                             what names the genes
  --min-genes N, --min-counts N, --min-cells N, --max-mito SHARE
                             what these filters would leave
`,
  compare: `Usage
  panelwright compare PROJECT [RUN…] [--out FILE]

Shows runs side by side, the first one as the reference. RUN is a name or a number; all that succeeded
and were not archived, unless named.

  --out FILE                 the comparison as CSV
`,
  explain: `Usage
  panelwright explain PROJECT [RUN] [--gene GENE] [--json FILE|-]

Says what each gene of a finished panel is there for: what is lost on validation cells when it is masked, class by class,
and how many seeds chose it. RUN is a name or a number, and may be left out where only one finished.

  --gene GENE                everything about one: classes, partners, and what could stand in its place
  --json FILE|-              the same as JSON; - prints it
  --quiet                    no progress
`,
  sizes: `Usage
  panelwright sizes PROJECT [RUN] [--design A,B] [--json FILE|-]

Scores the first genes of a panel's ranking, and every panel that was designed like it at another size, by heads fitted
anew, on validation cells; says how many genes are enough.

  --design A,B               design panels of these sizes first, the same in everything else; those that the project has
                             are not done again
  --seeds N                  so many of each size (1)
  --json FILE|-              the same as JSON; - prints it
  --quiet                    no progress
`,
  try: `Usage
  panelwright try PROJECT [RUN] [--add A,B] [--drop A,B] [--swap OLD=NEW] [options]

Scores a panel changed by hand, by heads fitted anew, on validation cells, beside the panel as it is.

  --add, --drop FILE|A,B     genes to put in or take out
  --swap OLD=NEW             one gene in another's place
  --lock, --ban FILE|A,B     genes that --fill must keep, and must not choose
  --keep NAME                keep the changed panel as a run of its own, scored in full
  --fill K                   a new YOTO design of K genes round the locked ones, without the banned
  --json FILE|-              the same as JSON; - prints it
  --quiet                    no progress
`,
  assay: `Usage
  panelwright assay PROJECT [RUN] [--capture 100,30,10,3] [--limit N] [options]

Predicts the scores of a finished panel when an assay captures a share of the reference's molecules (binomial thinning;
cells scaled by the panel's own total), when a probe fails, and how crowded cells get. Takes a run on counts.

  --capture A,B              shares of the molecules, in percent (100,30,10,3)
  --reference NAME --like NAME
                             the share from published numbers: what the reference was made with (tenx-v1, tenx-v2, tenx-v3),
                             and what the panel is measured like (merfish, merfish-crowded, or one of these)
  --binary                   read genes as there or not there
  --limit N                  molecules of the panel a cell that no class may pass; says what to cut
  --json FILE|-              the same as JSON; - prints it
  --quiet                    no progress
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

  --labels FILE              a table of labels, joined by cell name
  --layer NAME               the matrix of the data
  --scale all|panel          scale counts over all genes of the data, or over the panel's where no others were measured
                             (as the data suggest)
  --out FILE                 one row a cell and task, with every probability, as CSV
  --json FILE|-              the summary as JSON; - prints it
  --quiet                    no progress
`,
  export: `Usage
  panelwright export RUN --project FILE [--as KIND] [--out FILE]

Makes a file of a finished run. RUN is a name or a number.

  --as KIND                  what (panel):
${Object.entries(exportKinds)
  .map(([kind, { sentence }]) => `    ${kind.padEnd(18)}       ${sentence}`)
  .join('\n')}
  --out FILE                 where; a text is printed unless this is named
  --columns A,B              of the panel: ${panelColumnNames.join(', ')}
  --task NAME                whose labels annotate the cells of the Xenium reference
`,
  benchmark: `Usage
  panelwright benchmark DATA… --task COLUMN… -k 16,32,64 [options]

Runs every method with every size, as often as there are seeds, and says which is best and by how much. All options of
"design" about data, tasks, genes and training count as well.

  --methods all|A,B          methods to compare (all)
  --alone A,B                of these, also a panel for each task alone: what it costs to ask all at once
  -k, --k A,B                panel sizes
  --seeds A,B                seeds of the training, one a repetition (0,1,2)
  --splits A,B               seeds of the choice of test cells, paired with the seeds (0,1,2)
  --preset paper             as in YOTO's paper: a fifth of the cells is the test, seeds 0 to 2, YOTO also one task at a
                             time (its VISp table is of genes read as there or not: --binarise)
  --jobs N                   runs trained at once (cores less one); they share the cores
  --project FILE             keep the runs there; those that it has already are not done again
  --out FILE                 the table as CSV
  --html FILE                the table, figures and finding as one page
  --predictions FILE.zip     what every run predicted for every test cell: every score can be computed anew from it
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

  --project FILE             open this project
  --files FOLDER             let the window open and save files here too, for data outside your home folder; may be
                             given several times. Without it the window sees your home folder only
  --port N                   listen here; 0 for any free port (the port of the first launch, or any free one)
`,
} as const;

export type Command = Exclude<keyof typeof help, 'panelwright'>;
