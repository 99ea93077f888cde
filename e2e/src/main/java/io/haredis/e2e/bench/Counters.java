package io.haredis.e2e.bench;

import io.haredis.e2e.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** The counters of a round, as a server has them. */
final class Counters {
    private static final int TIME_OUT_MILLIS = 5000;

    private Counters() {}

    static Jedis connect(Endpoint server, @Nullable String password) {
        return server.connect(password, TIME_OUT_MILLIS, TIME_OUT_MILLIS);
    }

    /** By key; those that are not there are left out. */
    static Map<String, Long> read(Endpoint server, @Nullable String password, List<Page> pages) {
        try (Jedis jedis = connect(server, password)) {
            List<String> values = jedis.mget(pages.stream().map(Page::key).toArray(String[]::new));
            Map<String, Long> totals = new HashMap<>();
            for (int i = 0; i < values.size(); i++) {
                String value = values.get(i);
                if (value != null) {
                    totals.put(pages.get(i).key(), Long.parseLong(value));
                }
            }
            return totals;
        }
    }
}
