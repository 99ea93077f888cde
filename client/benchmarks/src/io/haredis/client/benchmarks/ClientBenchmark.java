package io.haredis.client.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * {@code ClientBenchmark SERVER FOLDER ROUNDS THREADS...}: the clients one after the other, round after round, so that what
 * disturbs the machine disturbs all. {@code 1000v} are a thousand virtual threads on 64 connections, else each thread has its own.
 */
public final class ClientBenchmark {
    private static final int SHARED_CONNECTIONS = 64;
    private static final String VIRTUAL = VirtualThreadsBenchmark.THREADS + "v";

    private final String server;
    private final Path folder;
    /** By "what threads client": a figure a round. */
    private final Map<String, List<Double>> speed = new TreeMap<>();

    private final Map<String, List<Double>> cpu = new TreeMap<>();
    private final Map<String, List<Double>> bytes = new TreeMap<>();

    private ClientBenchmark(String server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, RunnerException {
        ClientBenchmark benchmark = new ClientBenchmark(arguments[0], Files.createDirectories(Path.of(arguments[1])));
        List<String> threads = Arrays.asList(arguments).subList(3, arguments.length);
        threads.stream().filter(count -> !count.matches("[0-9]+|" + VIRTUAL)).findAny().ifPresent(count -> {
            throw new IllegalArgumentException(count + " is neither a number of threads nor " + VIRTUAL);
        });
        int rounds = Integer.parseInt(arguments[2]);
        for (int round = 1; round <= rounds; round++) {
            for (String count : threads) {
                benchmark.run(round, count);
            }
        }
        benchmark.print(threads);
    }

    private void run(int round, String threads) throws RunnerException {
        boolean virtual = threads.equals(VIRTUAL);
        int count = virtual ? 1 : Integer.parseInt(threads);
        int connections = virtual ? SHARED_CONNECTIONS : count;
        Class<?> benchmark = virtual ? VirtualThreadsBenchmark.class : CommandBenchmark.class;
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName() + "\\." + System.getProperty("include", ""))
                .threads(count)
                .forks(1)
                .jvmArgsAppend("-Dserver=" + server, "-Dconnections=" + connections)
                .warmupIterations(6)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(4)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .result(folder.resolve("jmh-" + threads + "-" + round + ".json").toString())
                .resultFormat(ResultFormatType.JSON);
        Collection<RunResult> results = new Runner(options.build()).run();
        for (RunResult result : results) {
            String key = result.getPrimaryResult().getLabel() + " " + threads + " "
                    + result.getParams().getParam("client");
            add(speed, key, result.getPrimaryResult().getScore());
            add(cpu, key, result.getSecondaryResults().get(CpuProfiler.LABEL).getScore());
            add(bytes, key, result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        }
    }

    private static void add(Map<String, List<Double>> to, String key, double figure) {
        to.computeIfAbsent(key, k -> new ArrayList<>()).add(figure);
    }

    private void print(List<String> threads) {
        System.out.printf(
                "%n%-9s %7s | %-36s | %-28s | %s%n",
                "", "", "op/s: jedis, haredis and lettuce to it", "cpu us a command", "bytes a command");
        for (String what : List.of("read", "write", "pipeline")) {
            for (String count : threads) {
                String key = what + " " + count + " ";
                if (speed.containsKey(key + "jedis")) {
                    System.out.printf(
                            Locale.ROOT,
                            "%-9s %7s | %8.0f %s %s | %s | %s%n",
                            what,
                            count,
                            median(speed.get(key + "jedis")),
                            ratio(speed, key, "haredis"),
                            ratio(speed, key, "lettuce"),
                            compared(cpu, key),
                            compared(bytes, key));
                }
            }
        }
    }

    private static String ratio(Map<String, List<Double>> of, String key, String client) {
        List<Double> ratios = ratios(of.get(key + client), of.get(key + "jedis"));
        return String.format(
                Locale.ROOT, "%.2f (%.2f-%.2f)", median(ratios), ratios.get(0), ratios.get(ratios.size() - 1));
    }

    /** Jedis, haredis, their ratio, Lettuce. */
    private static String compared(Map<String, List<Double>> of, String key) {
        return String.format(
                Locale.ROOT,
                "%7.1f %7.1f (%.2f) %7.1f",
                median(of.get(key + "jedis")),
                median(of.get(key + "haredis")),
                median(ratios(of.get(key + "haredis"), of.get(key + "jedis"))),
                median(of.get(key + "lettuce")));
    }

    /** Of each round, sorted. */
    private static List<Double> ratios(List<Double> of, List<Double> to) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            ratios.add(of.get(i) / to.get(i));
        }
        ratios.sort(null);
        return ratios;
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
