import type { Snippet } from 'svelte';
import { recall, remember } from './stored.ts';

/** What a page puts into the pane on the right. */
export interface DetailsContent {
  title: string;
  body: Snippet;
}

/** The panes beside the page, and the sheets above it. */
export class Layout {
  sidebar = $state.raw(recall('sidebar', true));
  details = $state.raw(recall('details', true));
  content = $state.raw<DetailsContent | null>(null);
  /** at most one sheet is open */
  sheet = $state.raw<'palette' | 'help' | null>(null);

  toggleSidebar(): void {
    this.sidebar = !this.sidebar;
    remember('sidebar', this.sidebar);
  }

  toggleDetails(): void {
    this.details = !this.details;
    remember('details', this.details);
  }

  showDetails(): void {
    if (!this.details) this.toggleDetails();
  }
}
