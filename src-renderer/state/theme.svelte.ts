import { recall, remember } from './stored.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** Light, dark, or whatever the system says. `dark` is what counts at the moment, for charts that draw on a canvas. */
export class Theme {
  choice = $state.raw<ThemeChoice>(recall<ThemeChoice>('theme', 'system'));
  #systemDark = $state.raw(matchMedia('(prefers-color-scheme: dark)').matches);
  /** a contrast theme of the system counts before what is chosen here */
  #forced = $state.raw(matchMedia('(forced-colors: active)').matches);
  dark = $derived(this.choice === 'system' || this.#forced ? this.#systemDark : this.choice === 'dark');

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (e) => (this.#systemDark = e.matches));
    matchMedia('(forced-colors: active)').addEventListener('change', (e) => (this.#forced = e.matches));
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
