package io.haredis.operator.simulate;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which schedule a seed is. */
final class Seeds {
    private Seeds() {}

    /** Each of the mixed profiles in turn, then one of the traps. */
    static Profile profile(long seed) {
        Map<Boolean, List<Profile>> all = Stream.of(Profile.values())
                .filter(profile -> !profile.isApart())
                .collect(Collectors.partitioningBy(Profile::isTrap));
        List<Profile> mixed = all.getOrDefault(false, List.of());
        List<Profile> traps = all.getOrDefault(true, List.of());
        int every = mixed.size() + 1;
        int number = (int) Math.floorMod(seed, (long) every);
        return number < mixed.size()
                ? mixed.get(number)
                : traps.get((int) Math.floorMod(seed / every, (long) traps.size()));
    }
}
