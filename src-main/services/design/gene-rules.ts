/** Rules on genes: kept by name, tables of gene properties that they refer to, and what they do before a run. */
import { basename } from 'node:path';
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { GeneTableInfo } from '../../../src-shared/model.ts';
import type { GeneTable } from '../../data/gene-table.ts';
import { aliasesOf, joinGenes } from '../../data/gene-table.ts';
import { formOf, readLabelFile } from '../../formats/readers/label-file.ts';
import type { LabelTable } from '../../formats/types.ts';
import { numberForm } from '../../formats/text-numbers.ts';
import { sha256OfFile } from '../../formats/containers/sha256.ts';
import type { GeneTableRow } from '../../store/gene-tables.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { openProject, writableProject } from '../context.ts';
import { examineWithLimits } from './design-request.ts';
import { confine } from '../files.ts';
import { geneFactsFor } from '../cohort/gene-facts.ts';
import { sharedGenes } from '../cohort/shared-genes.ts';

type RuleHandlers = Pick<Handlers, Extract<keyof Handlers, `geneRules.${string}` | `geneTables.${string}`>>;

export function geneRuleHandlers(context: Context): RuleHandlers {
  const setRemoved = (id: number, at: string | null) => {
    if (!writableProject(context).store.geneTables.setRemoved(id, at)) {
      throw new AppError('not-found', `There is no table ${id} of genes in this project.`, 'Look at the list again.');
    }
    return null;
  };
  return {
    'geneRules.list': () => openProject(context).store.geneRules.list(),
    'geneRules.save'({ name, rules }) {
      const { store } = writableProject(context);
      store.geneRules.save(name, rules);
      return store.geneRules.list();
    },
    'geneRules.remove'({ id }) {
      const { store } = writableProject(context);
      store.geneRules.remove(id);
      return store.geneRules.list();
    },
    'geneTables.list': () => listTables(openProject(context).store),
    async 'geneTables.add'({ path }) {
      const { store } = writableProject(context);
      const file = confine(context.host, path);
      const table: GeneTable = { ...withPlainNumbers(await readLabelFile(file)), name: basename(file) };
      refuseStrangers(store, table);
      const digest = await sha256OfFile(file);
      const known = store.geneTables.list().find(({ sha256 }) => sha256 === digest);
      const id = known?.id ?? store.geneTables.insert(table, digest, new Date().toISOString());
      return listTables(store).find((info) => info.id === id)!;
    },
    'geneTables.remove': ({ id }) => setRemoved(id, new Date().toISOString()),
    'geneTables.restore': ({ id }) => setRemoved(id, null),
    async 'geneRules.preview'(request) {
      const { store } = openProject(context);
      const examined = await examineWithLimits(store, request);
      const { genes } = sharedGenes(
        store,
        examined.datasets.map(({ id }) => id),
        request,
      );
      const { detected, highest, where, varies } = await geneFactsFor(store, request, examined);
      const facts = (gene: number) => ({
        detected: detected[gene],
        highestMean: highest[gene],
        highestIn: where[gene],
      });
      const { rules } = examined;
      // binarised, what is there in every cell is the same in all
      const isVarying = (gene: number) => varies[gene] === 1 && !(request.binarise === true && detected[gene] === 1);
      const canBeChosen = (gene: number) => rules?.forced.includes(gene) || (!rules?.barred[gene] && isVarying(gene));
      const described = (list: NonNullable<typeof rules>['fallen']) =>
        list.map(({ gene, kind, reason }) => ({ ...genes[gene], kind, reason, ...facts(gene) }));
      return {
        genes: genes.length,
        left: examined.genes,
        varying: genes.reduce((count, _, gene) => (canBeChosen(gene) ? count + 1 : count), 0),
        fallen: rules ? described(rules.fallen) : [],
        kept: rules ? described(rules.spared) : [],
      };
    },
  };
}

/** A table whose numbers are written as programs write them: 1,5 and 12 000 are compared as numbers then. */
function withPlainNumbers(table: LabelTable): Pick<GeneTable, 'columns' | 'rows'> {
  const form = formOf(table);
  const forms = table.columns.map(
    (_, c) =>
    numberForm(table.rows.map((row) => row[c].trim()).filter((value) => value !== ''), form), // prettier-ignore
  );
  const plain = (value: string, c: number) => {
    const number = forms[c]?.words ? forms[c].read(value) : NaN;
    return Number.isNaN(number) ? value : String(number);
  };
  return { columns: table.columns, rows: table.rows.map((row) => row.map(plain)) };
}

/** @throws AppError `unreadable` for a table that names no gene of the project's data */
function refuseStrangers(store: Store, table: GeneTable): void {
  const datasets = store.datasets.list();
  if (datasets.length === 0 || datasets.some(({ id }) => joinGenes(table, store.genes.list(id)).matched > 0)) return;
  const [{ id, name }] = datasets;
  const examples = store.genes.list(id).slice(0, 3);
  throw new AppError(
    'unreadable',
    `${table.name} names no gene of the data in any of its columns ${table.columns.join(', ')}.`,
    `A column must hold the genes as the data do; ${name} calls them ${examples.map((gene) => gene.name).join(', ')}.`,
  );
}

function listTables(store: Store): GeneTableInfo[] {
  return store.geneTables.list().map((row) => describe(store, row));
}

function describe(store: Store, { id, name }: GeneTableRow): GeneTableInfo {
  const table = store.geneTables.get(id)!;
  const datasets = store.datasets.list();
  const joins = datasets.map((dataset) => joinGenes(table, store.genes.list(dataset.id)));
  return {
    id,
    name,
    genes: table.rows.length,
    aliases: aliasesOf(table).size,
    matched: datasets.map((dataset, d) => ({ datasetId: dataset.id, genes: joins[d].matched })),
    columns: table.columns.map((column, c) => {
      const values = table.rows.map((row) => row[c].trim()).filter((value) => value !== '');
      const numbers = values.map(Number);
      const isNumeric = values.length > 0 && numbers.every((value) => !Number.isNaN(value));
      return {
        name: column,
        missing: table.rows.length - values.length,
        range: isNumeric
          ? { min: numbers.reduce((a, b) => Math.min(a, b)), max: numbers.reduce((a, b) => Math.max(a, b)) }
          : null,
        examples: isNumeric ? [] : [...new Set(values.slice(0, 1000))].slice(0, 5),
      };
    }),
  };
}
