package io.haredis.e2e.chaos;

import io.haredis.e2e.Endpoint;
import io.haredis.e2e.history.Copy;
import io.haredis.e2e.history.Look;
import io.haredis.e2e.history.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Reads all that a run wrote from every node, once all replicas have what the master has. */
final class Copies {
    private static final int PAGE = 500;
    private static final String WAIT_MILLIS = "250";
    private static final int TRIES = 80;
    private static final List<String> OWN_KEYS = List.of(Copy.EPOCH, "haredis:quorum");
    private static final String FENCE = "haredis:fence";
    /** The one is each node's own, the other is written while the nodes are read. */
    private static final Set<String> APART = Set.of(FENCE, "haredis:beat");

    private Copies() {}

    /**
     * A node that cannot be read is left out, which the checker notices.
     *
     * @param master whose replicas are waited for; who is one, each says itself
     */
    static List<Copy> of(List<Endpoint> nodes, String master, String run, @Nullable String password) {
        List<Copy> copies = new ArrayList<>();
        for (Endpoint node : nodes) {
            if (node.name().equals(master)) {
                awaitReplicas(node, nodes.size() - 1, password);
            }
        }
        for (Endpoint node : nodes) {
            try (Jedis jedis = Wire.connectPatiently(node, password)) {
                boolean isMaster =
                        Identity.look(jedis, node.name(), "", List.of("none")).role() == Look.Role.MASTER;
                copies.add(read(jedis, node.name(), isMaster, run));
            } catch (JedisException unreadable) {
                System.out.println("chaos: " + node.name() + " cannot be read: " + unreadable.getMessage());
            }
        }
        return copies;
    }

    private static void awaitReplicas(Endpoint master, int replicas, @Nullable String password) {
        try (Jedis jedis = Wire.connectPatiently(master, password)) {
            for (int i = 0; i < TRIES; i++) {
                List<Object> replies = Wire.ask(
                        jedis,
                        List.of(
                                List.of("PUBLISH", "haredis:wait", ""),
                                List.of("WAIT", Integer.toString(replicas), WAIT_MILLIS)));
                if (Wire.number(replies.getLast()) >= replicas) {
                    return;
                }
            }
        } catch (JedisException unreachable) {
            System.out.println("chaos: " + master.name() + " does not answer in the end");
        }
    }

    private static Copy read(Jedis jedis, String node, boolean isMaster, String run) {
        Map<String, List<Long>> lists = new HashMap<>();
        Map<String, Long> counters = new HashMap<>();
        ScanParams page = new ScanParams().count(PAGE).match("*:" + run + "*");
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> found = jedis.scan(cursor, page);
            cursor = found.getCursor();
            readPage(jedis, found.getResult(), lists, counters);
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return new Copy(node, isMaster, lists, counters, own(jedis), stamp(jedis));
    }

    private static long stamp(Jedis jedis) {
        return Wire.number(Wire.ask(jedis, List.of(Identity.TO_OWN, List.of("GET", FENCE), Identity.BACK))
                .get(1));
    }

    private static void readPage(
            Jedis jedis, List<String> keys, Map<String, List<Long>> lists, Map<String, Long> counters) {
        List<Object> replies = keys.isEmpty()
                ? List.of()
                : Wire.ask(
                        jedis,
                        keys.stream()
                                .map(key -> key.startsWith(Write.LIST)
                                        ? List.of("LRANGE", key, "0", "-1")
                                        : List.of("GET", key))
                                .toList());
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).startsWith(Write.LIST)) {
                lists.put(
                        keys.get(i),
                        Wire.list(replies.get(i)).stream().map(Wire::number).toList());
            } else {
                counters.put(keys.get(i), Wire.number(replies.get(i)));
            }
        }
    }

    private static Map<String, String> own(Jedis jedis) {
        Map<String, String> own = new TreeMap<>();
        List<String> values = new ArrayList<>(OWN_KEYS);
        values.addFirst("MGET");
        List<Object> replies = Wire.ask(
                jedis, List.of(List.of("DBSIZE"), Identity.TO_OWN, values, List.of("KEYS", "*"), Identity.BACK));
        replies.forEach(Patient::mustBeDone);
        List<?> told = Wire.list(replies.get(2));
        for (int i = 0; i < OWN_KEYS.size(); i++) {
            own.put(OWN_KEYS.get(i), String.valueOf(Wire.text(told.get(i))));
        }
        own.put("keys of database 0", String.valueOf(replies.get(0)));
        own.put(
                "keys of database 15",
                Wire.list(replies.get(3)).stream()
                        .map(key -> String.valueOf(Wire.text(key)))
                        .filter(key -> !APART.contains(key))
                        .sorted()
                        .collect(Collectors.joining(" ")));
        return own;
    }
}
