import type { Snippet } from 'svelte';
import { recall, remember } from './stored.ts';

/** What a page puts into the pane on the right. */
export interface DetailsContent {
  title: string;
  body: Snippet;
}

/** The panes beside the page, and the sheets above it. */
export class Layout {
  sidebar = $state.raw(true);
  details = $state.raw(true);
  content = $state.raw<DetailsContent | null>(null);
  /** at most one sheet is open */
  sheet = $state.raw<'palette' | 'help' | null>(null);
  /** the tour of the example is shown; it stays until it is closed, reloads included */
  tour = $state.raw(recall('tour', false));

  /** a narrow window has no room for panes; they lie over the page when they are asked for */
  #narrow = matchMedia('(max-width: 900px)');

  constructor() {
    this.#fold();
    this.#narrow.addEventListener('change', () => this.#fold());
  }

  toggleSidebar(): void {
    this.sidebar = !this.sidebar;
    if (!this.#narrow.matches) remember('sidebar', this.sidebar);
  }

  toggleDetails(): void {
    this.details = !this.details;
    if (!this.#narrow.matches) remember('details', this.details);
  }

  showTour(shown: boolean): void {
    this.tour = shown;
    remember('tour', shown);
  }

  showDetails(): void {
    if (!this.details) this.toggleDetails();
  }

  /** Another place is looked at: the side bar that lies over the page in a narrow window goes out of its way. */
  moved(): void {
    if (this.#narrow.matches) this.sidebar = false;
  }

  #fold(): void {
    this.sidebar = !this.#narrow.matches && recall('sidebar', true);
    this.details = !this.#narrow.matches && recall('details', true);
  }
}
