/** What recalibration does to a whole map: how much of its energy passes, and which channels have more of it. */

/** One channel's part in the energy of a map. */
export interface ChannelEnergy {
  readonly channel: number;
  /** Sum of the squared activations before and after recalibration. */
  readonly before: number;
  readonly after: number;
  /** This channel's share of the whole map's energy before and after, in 0..1. */
  readonly shareBefore: number;
  readonly shareAfter: number;
}

/** The energy of a map, which is the sum of its squared activations, before and after recalibration. */
export interface MapEnergy {
  readonly before: number;
  readonly after: number;
  /** after / before; 1 for a map of zeros. */
  readonly passed: number;
  readonly channels: readonly ChannelEnergy[];
}

/** Returns the energy of all channels of a layer, before and after, given in the same order. */
export function mapEnergy(
  before: readonly Float32Array[],
  after: readonly Float32Array[],
): MapEnergy {
  const energies = before.map((map) => energy(map));
  const left = before.map((_, i) => energy(after[i] ?? new Float32Array()));
  const totalBefore = energies.reduce((sum, one) => sum + one, 0);
  const totalAfter = left.reduce((sum, one) => sum + one, 0);
  const share = (part: number, total: number): number => (total === 0 ? 0 : part / total);
  return {
    before: totalBefore,
    after: totalAfter,
    passed: totalBefore === 0 ? 1 : totalAfter / totalBefore,
    channels: energies.map((one, channel) => ({
      channel,
      before: one,
      after: left[channel] ?? 0,
      shareBefore: share(one, totalBefore),
      shareAfter: share(left[channel] ?? 0, totalAfter),
    })),
  };
}

/**
 * Returns the channels whose share of the energy grew and shrank most, up to `count` of each: with every
 * weight below 1 all channels lose energy, but some less than others.
 */
export function energyMovers(
  { channels }: MapEnergy,
  { count }: { readonly count: number },
): { readonly gained: readonly ChannelEnergy[]; readonly lost: readonly ChannelEnergy[] } {
  const change = ({ shareBefore, shareAfter }: ChannelEnergy): number => shareAfter - shareBefore;
  const ranked = [...channels].sort((a, b) => change(b) - change(a));
  return {
    gained: ranked.filter((one) => change(one) > 0).slice(0, count),
    lost: ranked
      .filter((one) => change(one) < 0)
      .slice(-count)
      .reverse(),
  };
}

function energy(map: Float32Array): number {
  return map.reduce((sum, value) => sum + value * value, 0);
}
