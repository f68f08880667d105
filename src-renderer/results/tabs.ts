/** The parts of a run's page and their addresses: `#/runs/7/scores`, so that a reload stays where it was. */

export const tabs = [
  { id: 'panel', label: 'Panel' },
  { id: 'scores', label: 'Scores' },
  { id: 'genes', label: 'Genes' },
  { id: 'cells', label: 'Cells' },
  { id: 'size', label: 'Size' },
  { id: 'assay', label: 'Assay' },
  { id: 'sandbox', label: 'Sandbox' },
  { id: 'training', label: 'Training' },
  { id: 'settings', label: 'Settings & provenance' },
] as const;

export type Tab = (typeof tabs)[number]['id'];

/** what looks into the panel, and needs one */
export const examining: readonly Tab[] = ['genes', 'cells', 'size', 'assay', 'sandbox'];

export const isTab = (text: string | undefined): text is Tab => tabs.some(({ id }) => id === text);

/** The part that an address names; null where it leaves the choice to the page. */
export function tabOf(hash: string): Tab | null {
  const name = hash.split('/')[3];
  return isTab(name) ? name : null;
}

export const withTab = (hash: string, tab: Tab): string => [...hash.split('/').slice(0, 3), tab].join('/');
