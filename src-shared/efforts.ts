/** How much work a design with YOTO may take: one word instead of two numbers. */
/** Settings of YOTO that an effort stands for. */
interface Work {
  steps: number;
  restarts: number;
}

interface EffortDescription {
  name: string;
  sentence: string;
  settings: Work;
}

const all = {
  quick: {
    name: 'Quick',
    sentence: 'One training: a first look.',
    settings: { steps: 700, restarts: 0 },
  },
  standard: {
    name: 'Standard',
    sentence: 'Three trainings, and a last one on the genes that they chose.',
    settings: { steps: 700, restarts: 3 },
  },
  thorough: {
    name: 'Thorough',
    sentence: 'Seven longer trainings before the last: three times as many steps.',
    settings: { steps: 1000, restarts: 7 },
  },
} satisfies Record<string, EffortDescription>;

export type Effort = keyof typeof all;

export const efforts: Record<Effort, EffortDescription> = all;

export const effortNames = Object.keys(all) as [Effort, ...Effort[]];

/** The effort that these settings are; null for settings of somebody's own. */
export function effortOf(settings: Work): Effort | null {
  return (
    effortNames.find((name) => {
      const { steps, restarts } = efforts[name].settings;
      return settings.steps === steps && settings.restarts === restarts;
    }) ?? null
  );
}
