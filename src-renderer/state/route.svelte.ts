/** Where the window is. The hash is the address: it can be reloaded, bookmarked and gone back from. */
import { hashOf, parseHash } from './places.ts';
import type { Place } from './places.ts';

export class Route {
  /** null: nothing asked for yet, so the shell chooses where to start */
  place = $state.raw<Place | null>(parseHash(location.hash));

  /** Follows the address; returns the way to stop. */
  follow(): () => void {
    const read = () => (this.place = parseHash(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }

  go(place: Place): void {
    location.hash = hashOf(place);
    this.place = place;
  }

  /** Where to begin; an address that was given meanwhile, and is not heard of yet, comes first. */
  begin(place: Place): void {
    const asked = parseHash(location.hash);
    if (asked) this.place = asked;
    else this.replace(place);
  }

  /** Corrects the address without a step to go back to. */
  replace(place: Place | null): void {
    history.replaceState(null, '', place ? hashOf(place) : '#');
    this.place = place;
  }
}
