package io.haredis.operator.simulate;

import java.util.HashMap;
import java.util.Map;

/** Who hears whom. Packets between two parties in one direction may be held up until a moment, and are slow at times. */
final class Network {
    private final World world;
    private final Map<String, Long> cutUntil = new HashMap<>();
    private double slow;

    Network(World world) {
        this.world = world;
    }

    /** How often a packet takes long. */
    void slow(double probability) {
        slow = probability;
    }

    void cut(String from, String to, long until) {
        cutUntil.merge(from + ">" + to, until, Math::max);
    }

    void heal() {
        cutUntil.clear();
        slow = 0;
    }

    boolean passes(String from, String to) {
        return opens(from, to) <= world.now();
    }

    /** When packets pass again. */
    long opens(String from, String to) {
        return cutUntil.isEmpty() ? 0 : cutUntil.getOrDefault(from + ">" + to, 0L);
    }

    long latency() {
        return world.chance(slow)
                ? world.anyOf(World.MILLI, 200 * World.MILLI)
                : world.between(30 * World.MICRO, 200 * World.MICRO);
    }
}
