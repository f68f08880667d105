/**
 * docs/METHODS.md out of the list that the window and the command line read: `node scripts/methods-document.ts` writes
 * it, and a test holds it to the list.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type MethodDescription, methodGroups } from '../src-shared/methods.ts';
import { settings } from '../src-shared/settings.ts';
import type { Kind, Setting } from '../src-shared/settings/setting.ts';
import { trainingSettings } from '../src-shared/settings/training.ts';

const file = join(import.meta.dirname, '..', 'docs', 'METHODS.md');

const tasks = { all: 'all at once', one: 'one; several by turns', none: 'looks at no label' };

function row([name, { name: called, source, can, settings }]: [string, MethodDescription]): string {
  const defaults = Object.entries(settings).map(([setting, { default: usual }]) => `${setting} ${usual}`);
  const cells = [
    `\`${name}\``,
    called,
    tasks[can.labels],
    can.labels === 'none' ? '–' : can.continuous ? 'yes' : 'no',
    can.ownSize ? 'k, or its own' : 'k',
    can.stochastic ? 'yes' : 'no',
    can.predictor ? 'yes' : 'no',
    can.targets ? 'yes' : 'no',
    can.matrices?.join(', ') ?? 'all',
    defaults.join(', ') || '–',
    source,
  ];
  return `| ${cells.join(' | ')} |`;
}

function settingsOf([name, { settings }]: [string, MethodDescription]): string[] {
  return Object.entries(settings).map(
    ([setting, { meaning, min, max, whole, default: usual }]) =>
      `| \`${name}\` | \`${setting}\` | ${usual} | ${whole ? 'whole number, ' : ''}${min} to ${max} | ${meaning} |`,
  );
}

function trainingRow([name, { label, default: usual, is, meaning, appliesTo }]: [string, Setting]): string {
  return `| \`${name}\` | ${label} | ${usual as number} | ${rangeOf(is)} | ${appliesTo ? 'YOTO' : 'every network'} | ${meaning} |`;
}

function settingRow([name, { label, default: usual, is, meaning, flag }]: [string, Setting]): string {
  const option = flag ? `\`${flag.name.length === 1 ? '-' : '--'}${flag.name}\`` : '–';
  const value = typeof usual === 'number' || typeof usual === 'string' ? usual : '–';
  return `| \`${name}\` | ${label} | ${option} | ${value} | ${rangeOf(is)} | ${meaning} |`;
}

function rangeOf(is: Kind): string {
  if (is.kind === 'choice') return is.of.length > 8 ? 'see above' : is.of.join(', ');
  if (is.kind === 'switch') return 'on or off';
  if (is.kind !== 'number') return '–';
  const { min, max, whole, above } = is;
  return `${whole ? 'whole number, ' : ''}${above ? `above ${min}` : min}${Number.isFinite(max) ? ` to ${max}` : ''}`;
}

export function methodsDocument(): string {
  const groups = methodGroups.map(({ title, methods }) => ({
    title,
    entries: Object.entries<MethodDescription>(methods),
  }));
  const all = groups.flatMap(({ entries }) => entries);
  return `# Methods

Every way of choosing genes that Panelwright knows: \`panelwright design … --method NAME --set SETTING=NUMBER\`, or Panel → Method in the window. Each is given the same training and validation cells, obeys genes that must or must not be in, and is scored by the same predictors on the same test cells.

| name | called | tasks | continuous | genes | depends on the seed | own predictor | recall targets | numbers | defaults | source |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${groups.flatMap(({ entries }) => entries.map(row)).join('\n')}

- **Tasks.** A method that is made for one label is run on each task in turn, on the cells that have a label for it, and the panel takes the best genes of each by turns, of a question with twice the importance (\`--task-weight\`) twice as many; \`--select-on COLUMN\` names one question instead. The run says which was done.
- **Continuous.** A method that compares classes refuses a task that is a number.
- **Recall targets.** Whether the method can be steered to classes that must not be missed (\`--target\`); of a panel by another one the result says whether they were met.
- **Numbers.** The kinds of matrices that it can read; others are refused before anything is trained.
- **Score.** What a gene's \`score\` in a panel means is the method's own, and not comparable between methods.

## Settings

| method | setting | default | range | what it does |
| --- | --- | --- | --- | --- |
${all.flatMap(settingsOf).join('\n')}

The network that scores every panel has settings too, and YOTO more of them; \`--set\` takes them as it takes those of a method, and METHOD.md explains them:

| setting | called | default | range | of | what it does |
| --- | --- | --- | --- | --- | --- |
${Object.entries<Setting>(trainingSettings).map(trainingRow).join('\n')}

## Settings of every run

| setting | called | option | default | range | what it does |
| --- | --- | --- | --- | --- | --- |
${Object.entries<Setting>(settings)
  .filter(([, { is }]) => is.kind !== 'parts')
  .map(settingRow)
  .join('\n')}

## Where we differ from the packages

- **seurat, seurat-v3** rank among all genes of the training cells, as scanpy does, and then choose from the same candidates as every other method. The loess of seurat-v3 is evaluated exactly, not interpolated.
- **wilcoxon, t-test** take genes with the greatest positive statistic of each class against all other cells, class after class by turns, as scanpy lists them.
- **mrmr-f** uses the F of a regression where the task is a number. **mrmr-rf** grows its trees out; mrmr_selection stops them at depth 5.
- **hsic-lasso** computes kernels when they are needed, so memory does not grow with genes × cells × block. Blocks are of 20 cells, the package's default, and the cells are put into blocks once; the package does it three times.
- **xgboost** is our own histogram boosting with the package's objective and defaults, and 64 codes a gene instead of 256. Genes go by the sum of their gains: by the package's mean gain of a cut (\`--set totalGain=0\`), a gene that is cut once at the right place comes first, and small panels are worse. Genes that no tree cuts are ranked by what a cut in them would have gained.
- **persist** draws the noise of gates and selectors for shares of a batch (\`masksPerStep\`) instead of for every cell, which costs an eighth of the time; \`masksPerStep\` = \`batch\` is the package's way. The package trains its elimination anew with another price of genes until about 500 are left; here it is one training in which the price follows the number of open gates, and the likeliest ones stay. Both stages have a number of steps instead of up to 250 epochs, and gates and selectors learn ten times as fast, so that they settle in those steps. With several questions the network has a head for each; \`reconstruct\` 1 is the package's hurdle loss on the normalised expression of all candidate genes.
- **gfsnetwork** keeps one logit a gene instead of a linear layer on a fixed random embedding of 32 numbers: under Adam both move alike, the logit 1 + Σ|e| times as far, and that is the rate it has. Steps of 64 cells instead of epochs of single cells; the package's weights of classes are right for two classes only and are left out. When it chooses the number of genes itself, it takes those that the mask lets through more often than not; the package draws the mask as often as there are batches and takes every gene that was ever drawn. Where k is more than it lets through, the rest are the likeliest of the others.
- **one-layer-lasso, deep-lasso, attention** have fixed settings where the benchmark that they come from tunes a hundred sets of settings by the score of a later model, and keep their learning rate where it lowers it twice. As there, training ends when validation cells see nothing better (\`patience\`), and the network of the best look is taken; here by their loss, there by their score.
- **deep-lasso** pays 0.9 by default where the benchmark tries 0.01 to 0.5 on at most some hundreds of features: of thousands of genes a network learns its cells by heart before a small penalty takes hold, and its gradients then say nothing. Loss, penalty and score are otherwise the benchmark's, and it finds genes that are planted (8 of 8 among 400, where the F statistic finds 6). What makes its panels weaker on cell types is its nature: the score is how much the loss depends on a gene, and of cells that the network is sure of the loss depends on nothing. Genes between classes that are confused come first, many that say the same among them, and genes of a class that is told easily come late or not at all: on pbmc3k (split 100, 500 genes, k = 16) a forest on its genes has an F1 of 0.95 on NK cells, where genes by the F statistic give 0.87, and of 0.30 on B cells and 0.00 on platelets, where those give 0.99 and 1.00.
- **attention** is the FT-Transformer with one block, the last of a larger one: only the token [CLS] attends, to tokens that are layer-normed, so it needs no attention of genes to genes, and keys and values can be taken apart: memory is cells × genes of a batch for each head, whatever the width. The benchmark's own transformer leaves the norm out of its first block, which with one block would be the only one: the tokens of thousands of genes are then so short that all are attended to alike (the most by a tenth more than the mean), the network learns past its attention, and the map says little. On pbmc3k (split 100, macro-F1 by the forest) panels of 16 reach 0.71 without and 0.83 with the norm where 500 genes are to choose from, panels of 32 0.81 and 0.85; of 2,000 genes 0.73 and 0.70, 0.84 and 0.87: better but in one case of four. The F statistic reaches 0.85 and 0.87. Attention dropout leaves out a gene for all cells of a step. What is left is the nature of a map: it says where the network looks, not what it would miss, and genes that say the same share the attention.
- **group-lasso, lassonet** let genes leave under a penalty that follows how many should be left at each step, from all to k, instead of one that is multiplied by 1.02 after every training to convergence. Batches instead of all cells at once; a gene that has left does not come back. Adaptive weights are 1 / û² by the first training's norms. LassoNet's hierarchy holds from the beginning of the path on.
- **random-forest** and the forest that scores panels put values into at most 256 codes.
`;
}

if (process.argv[1] === import.meta.filename) {
  const document = await format(methodsDocument(), { ...(await resolveConfig(file)), parser: 'markdown' });
  writeFileSync(file, document);
}
