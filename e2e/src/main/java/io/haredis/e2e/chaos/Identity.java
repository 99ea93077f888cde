package io.haredis.e2e.chaos;

import io.haredis.e2e.history.Look;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a server says of itself. */
final class Identity {
    private static final String OWN_DATABASE = "15";
    private static final String NOBODY = "127.0.0.1";
    private static final List<String> TO_DATA = List.of("SELECT", "0");

    /** In one write: what follows the command of a durable writer. */
    static final List<String> TO_OWN = List.of("SELECT", OWN_DATABASE);

    static final List<String> REIGN = List.of("MGET", "haredis:epoch", "haredis:quorum");
    static final List<String> BACK = TO_DATA;

    private Identity() {}

    /** The run id, which is another for another process. */
    static String server(Jedis jedis) {
        return jedis.info("server")
                .lines()
                .filter(line -> line.startsWith("run_id:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow(() -> new JedisDataException("no run_id"));
    }

    /** Role, epoch and these counters, read at one instant. */
    static Look look(Jedis jedis, String node, String server, List<String> counters) {
        long before = System.nanoTime();
        List<Object> replies = Wire.ask(
                jedis,
                List.of(
                        List.of("MULTI"),
                        List.of("ROLE"),
                        with("MGET", counters),
                        TO_OWN,
                        REIGN,
                        TO_DATA,
                        List.of("EXEC")));
        long after = System.nanoTime();
        List<?> told = Wire.list(replies.getLast());
        if (told.size() != 5) {
            throw new JedisDataException("no answer but " + replies.getLast());
        }
        Map<String, Long> values = new HashMap<>();
        List<?> numbers = Wire.list(told.get(1));
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) != null) {
                values.put(counters.get(i), Wire.number(numbers.get(i)));
            }
        }
        long epoch = Wire.number(Wire.list(told.get(3)).getFirst());
        return new Look(node, server, before, after, role(Wire.list(told.getFirst())), epoch, values);
    }

    private static Look.Role role(List<?> role) {
        if ("master".equals(Wire.text(role.getFirst()))) {
            return Look.Role.MASTER;
        }
        return NOBODY.equals(Wire.text(role.get(1))) ? Look.Role.FENCED : Look.Role.REPLICA;
    }

    private static List<String> with(String command, List<String> keys) {
        List<String> whole = new ArrayList<>(keys);
        whole.addFirst(command);
        return whole;
    }
}
