package io.haredis.operator.act;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stop watch of one change of master. Each stage counts once, from the first sign. Used by one thread. */
public final class Stages {
    private final Pace pace;
    private final long began;
    private final SortedMap<Stage, Duration> times = new TreeMap<>();

    /**
     * Starts it.
     *
     * @param began when the first sign was seen, as {@link Pace#nanos()}
     */
    public Stages(Pace pace, long began) {
        this.pace = pace;
        this.began = began;
    }

    /** Notes the time, unless this stage was reached before. */
    public void reached(Stage stage) {
        times.putIfAbsent(stage, pace.since(began));
    }

    /** Time from the first sign to each stage reached. */
    public SortedMap<Stage, Duration> times() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(times));
    }
}
