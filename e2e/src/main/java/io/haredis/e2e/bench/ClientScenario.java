package io.haredis.e2e.bench;

import java.time.Duration;
import java.util.Locale;

/** What a client's writers go through, and what is to be reached. */
enum ClientScenario {
    CLIENT_KILL("HaRedisClient, operator", "kill -9", Duration.ofSeconds(10), "p50 <= 30, p99 <= 150"),
    /** The goal is {@code failover.timeoutMilliseconds} and 400. */
    CLIENT_FROZEN("HaRedisClient, operator", "SIGSTOP", Duration.ofSeconds(10), "p50 <= 1400"),
    CLIENT_MOVE("HaRedisClient, operator", "a planned move", Duration.ofSeconds(10), "p50 <= 10"),
    PEER_NPM("npm haredis 0.2.15, its own election", "kill -9", Duration.ofSeconds(30), "-"),
    PEER_SENTINEL("Jedis, three Sentinels", "kill -9", Duration.ofSeconds(30), "-");

    private final String who;
    private final String shot;
    private final Duration timeOut;
    private final String goal;

    ClientScenario(String who, String shot, Duration timeOut, String goal) {
        this.who = who;
        this.shot = shot;
        this.timeOut = timeOut;
        this.goal = goal;
    }

    /** The client, and who replaces the master. */
    String who() {
        return who;
    }

    /** What happens to the master. */
    String shot() {
        return shot;
    }

    /** What a run without a result counts as. */
    Duration timeOut() {
        return timeOut;
    }

    /** For the gaps. */
    String goal() {
        return goal;
    }

    /** True if the master goes on until another is ready: then nothing ends that could be measured from the shot. */
    boolean isPlanned() {
        return this == CLIENT_MOVE;
    }

    boolean isPeer() {
        return this == PEER_NPM || this == PEER_SENTINEL;
    }

    /** As in the variable SCENARIOS. */
    static ClientScenario named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Of the results: {@code client-kill.json}, {@code client-peer-npm.json}, ... */
    String file() {
        String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return (isPeer() ? "client-" : "") + name + ".json";
    }
}
