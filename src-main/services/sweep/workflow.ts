/** A comparison of methods as a Snakemake workflow: one job brings the data, one each run, one collects. Text only. */

/** One run of the comparison, or one with the runs of its tasks alone. */
export interface SweepJob {
  /** digest of all that the run depends on: the name of its files */
  name: string;
  /** for people who look at the queue */
  label: string;
  /** of the product's own estimate */
  memoryMB: number;
  minutes: number;
}

export interface Workflow {
  version: string;
  /** what starts Panelwright, as words of a command */
  program: readonly string[];
  /** project with data and tasks, from the folder */
  data: string;
  /** command that makes it; null where it is part of the folder */
  bring: { folder: string; args: readonly string[]; memoryMB: number; minutes: number } | null;
  jobs: readonly SweepJob[];
}

/** The commands that a person gives, in the folder. */
export const sweepCommands = [
  'snakemake --cores all --keep-going',
  'snakemake --executor slurm --jobs 100 --keep-going',
] as const;

export function snakefile({ version, program, data, bring, jobs }: Workflow): string {
  const table = jobs.map(({ name, label, memoryMB, minutes }) =>
    `    ${quoted(name)}: {"label": ${quoted(label)}, "mem_mb": ${memoryMB}, "minutes": ${minutes}},`); // prettier-ignore
  return `# A comparison of methods, written by Panelwright ${version}. Its jobs are commands of Panelwright; run it in this folder:
#
#   ${sweepCommands[0]}          on this machine
#   ${sweepCommands[1]}  on a cluster (pip install snakemake-executor-plugin-slurm)
#
# Another way to start Panelwright, in a container for example: --config panelwright="apptainer run panelwright.sif"
# Memory and minutes are estimates, and are doubled and tripled when a job is tried again.

PANELWRIGHT = config.get("panelwright", ${quoted(program.map(shellWord).join(' '))})

JOBS = {
${table.join('\n')}
}


rule all:
    input:
        "benchmark.csv",

${
  bring === null
    ? ''
    : `
rule bring_data:
    output:
        ${quoted(data)},
    retries: 2
    resources:
        mem_mb=lambda wildcards, attempt: ${bring.memoryMB} * attempt,
        runtime=lambda wildcards, attempt: ${bring.minutes} * attempt,
    shell:
        ${quoted(`here="$PWD"; cd ${literal(bring.folder)} && `)} + PANELWRIGHT + ${quoted(` import ${bring.args.map(literal).join(' ')} --project "$here"/{output:q} --quiet`)}

`
}
rule train:
    input:
        data=${quoted(data)},
        request="requests/{run}.json",
    output:
        "runs/{run}.panelwright",
    retries: 3
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: JOBS[wildcards.run]["mem_mb"] * attempt,
        runtime=lambda wildcards, attempt: JOBS[wildcards.run]["minutes"] * attempt,
    shell:
        PANELWRIGHT + " benchmark --request {input.request:q} --project {input.data:q} --results {output:q} --quiet"


rule collect:
    input:
        expand("runs/{run}.panelwright", run=JOBS),
        data=${quoted(data)},
    output:
        project="collected.panelwright",
        table="benchmark.csv",
    retries: 2
    resources:
        mem_mb=4000,
        runtime=60,
    shell:
        PANELWRIGHT + " collect . --project {output.project:q} --out {output.table:q} --quiet"
`;
}

/** A string of Python. */
const quoted = (text: string) => JSON.stringify(text);

/** The same in a command that Snakemake fills in. */
const literal = (word: string) => shellWord(word).replaceAll('{', '{{').replaceAll('}', '}}');

/** A word of a command, as a shell takes it. */
const shellWord = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
