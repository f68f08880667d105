import { recall, remember } from './stored.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** Light, dark, or whatever the system says. `dark` is what counts at the moment, for charts that draw on a canvas. */
export class Theme {
  choice = $state.raw<ThemeChoice>(recall<ThemeChoice>('theme', 'system'));
  #systemDark = $state.raw(matchMedia('(prefers-color-scheme: dark)').matches);
  dark = $derived(this.choice === 'dark' || (this.choice === 'system' && this.#systemDark));

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (e) => (this.#systemDark = e.matches));
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    remember('theme', choice);
    this.#apply();
  }

  /** system → light → dark → system */
  cycle(): void {
    this.choose(this.choice === 'system' ? 'light' : this.choice === 'light' ? 'dark' : 'system');
  }

  #apply(): void {
    if (this.choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.choice;
  }
}
