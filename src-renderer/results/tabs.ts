/** The parts of a run's page and their addresses: `#/runs/7/scores`, so that a reload stays where it was. */

export const tabs = [
  { id: 'panel', label: 'Panel' },
  { id: 'scores', label: 'Scores' },
  { id: 'training', label: 'Training' },
  { id: 'settings', label: 'Settings & provenance' },
] as const;

export type Tab = (typeof tabs)[number]['id'];

export const isTab = (text: string | undefined): text is Tab => tabs.some(({ id }) => id === text);

/** The part that an address names; null where it leaves the choice to the page. */
export function tabOf(hash: string): Tab | null {
  const name = hash.split('/')[3];
  return isTab(name) ? name : null;
}

export const withTab = (hash: string, tab: Tab): string => [...hash.split('/').slice(0, 3), tab].join('/');
