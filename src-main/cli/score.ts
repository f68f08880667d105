/** `panelwright score`: a panel from elsewhere, scored as every panel is. */
import { designCommand } from './design.ts';
import { UsageError } from './usage.ts';

export async function scoreCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const [panel, ...rest] = args;
  if (panel === undefined || panel.startsWith('-')) {
    throw new UsageError('Name the panel first: score PANEL DATA… --task COLUMN…');
  }
  await designCommand(rest, stopped, panel);
}
