/** How much longer a run takes. */
import { describe, expect, it } from 'vitest';
import { secondsLeft } from '../../../src-main/services/workers/time-left.ts';

describe('the time left', () => {
  it('is not said before the first long part has begun, or little of it is done', () => {
    expect(secondsLeft(null, { fraction: 0.03, seconds: 20 })).toBeNull();
    expect(secondsLeft({ fraction: 0.03, seconds: 20 }, { fraction: 0.04, seconds: 30 })).toBeNull();
    expect(secondsLeft({ fraction: 0.03, seconds: 20 }, { fraction: 0.3, seconds: 20.5 })).toBeNull();
  });

  it('does not take a slow beginning for the pace of the rest', () => {
    expect(secondsLeft({ fraction: 0.03, seconds: 20 }, { fraction: 0.23, seconds: 30 })).toBeCloseTo(38.5, 10);
  });

  it('does not take what an earlier process did for its own pace', () => {
    expect(secondsLeft({ fraction: 0.5, seconds: 5 }, { fraction: 0.6, seconds: 15 })).toBeCloseTo(40, 10);
  });
});
