package io.haredis.client.differential;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.Response;

/** Which methods are called, which are not and why, and which need arguments of their own. */
final class Surface {
    /** Not compared at all. */
    static final Map<String, String> EXCLUDED = Map.ofEntries(
            Map.entry("close", "ends the client"),
            Map.entry("pipelined", "a class of its own here"),
            Map.entry("multi", "a class of its own here"),
            Map.entry("transaction", "a class of its own here"),
            Map.entry("subscribe", "blocks until it is unsubscribed: JedisPubSubIT"),
            Map.entry("psubscribe", "as subscribe"),
            Map.entry("scanIteration", "sends nothing before it is asked: ScansIT"),
            Map.entry("ftSearchIteration", "as scanIteration; needs a module"),
            Map.entry("ftAggregateIteration", "as scanIteration; needs a module"),
            Map.entry("ftAggregateIterator", "as scanIteration; needs a module"),
            Map.entry("ftHybrid", "needs a module, and a query that only its builders can make"),
            Map.entry("getCache", "there is none"),
            Map.entry("setDefaultSearchDialect", "a setting of the object"),
            Map.entry("setJsonObjectMapper", "a setting of the object"),
            Map.entry("setKeyArgumentPreProcessor", "a setting of the object"),
            Map.entry(
                    "himportSet", "prepares the connection that it is given; no server tested here knows the command"));

    /** Compared by the kind of reply: its content is chance, or time, or about the connection. */
    static final Set<String> BY_KIND = Set.of(
            "info",
            "memoryUsage",
            "objectIdletime",
            "randomKey",
            "randomBinaryKey",
            "scan",
            "time",
            "waitAOF",
            "waitReplicas",
            "xinfoConsumers",
            "xinfoConsumers2",
            "xinfoStreamFull",
            "xpending");

    private static final List<String> SCRIPT_CALL = List.of(Dataset.SCRIPT, "string");
    private static final List<String> SHA_CALL = List.of("59b6ab2fbe0ee4b25733de0f62e6cda4899ef8e9", "string");
    private static final List<String> GROUP_READ = List.of("1", "1", "stream");
    private static final List<String> BY_NAME = List.of("zset", "-", "+");
    /** What Redis 7.0 dumped: the string 1, and a library. */
    private static final String DUMP = "\0\300\1\n\0&x\347\266\321\1\21\374";

    private static final String FUNCTION_DUMP =
            "\365@B#!lua name=r\nredis.register_function('r', function() return 1 end)" + "\n\0\257\20O#\241\262\227\b";
    private static final Map<String, List<String>> TEXTS = Map.ofEntries(
            Map.entry("bitfield", List.of("string", "GET", "u1", "0")),
            Map.entry("configGet", List.of("databases")),
            Map.entry("configSet", List.of("hz", "10")),
            Map.entry("eval", SCRIPT_CALL),
            Map.entry("evalReadonly", SCRIPT_CALL),
            Map.entry("evalsha", SHA_CALL),
            Map.entry("evalshaReadonly", SHA_CALL),
            Map.entry("fcall", List.of("f", "string")),
            Map.entry("fcallReadonly", List.of("f", "string")),
            Map.entry("functionDelete", List.of("lib")),
            Map.entry(
                    "functionLoad",
                    List.of(Dataset.FUNCTIONS.replace("lib", "other").replace("'f'", "'g'"))),
            Map.entry("functionLoadReplace", List.of(Dataset.FUNCTIONS)),
            Map.entry("functionRestore", List.of(FUNCTION_DUMP)),
            Map.entry("restore", List.of("new", DUMP)),
            Map.entry("scan", List.of("0", "string")),
            Map.entry("scriptLoad", SCRIPT_CALL),
            Map.entry("xreadGroup", GROUP_READ),
            Map.entry("xreadGroupAsMap", GROUP_READ),
            Map.entry("xreadGroupBinary", GROUP_READ),
            Map.entry("xreadGroupBinaryAsMap", GROUP_READ),
            Map.entry("zlexcount", BY_NAME),
            Map.entry("zrangeByLex", BY_NAME),
            Map.entry("zremrangeByLex", BY_NAME),
            Map.entry("zrevrangeByLex", List.of("zset", "+", "-")),
            Map.entry("bitfieldReadonly", List.of("string", "GET", "u1", "0")),
            Map.entry("functionList", List.of("lib")),
            Map.entry("xgroupCreate", List.of("stream", "new")),
            Map.entry("xgroupCreateConsumer", List.of("stream", "1", "new")));

    /** Numbers that are no ones. */
    private static final Map<String, Long> NUMBERS =
            Map.of("select", 0L, "restore", 0L, "xautoclaim", 0L, "xautoclaimJustId", 0L, "waitAOF", 0L);

    private Surface() {}

    /** The methods of a class that send commands, in a fixed order. */
    static List<Method> of(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m -> m.getDeclaringClass() != Object.class && !m.isSynthetic())
                .filter(m -> !Modifier.isStatic(m.getModifiers()) && !EXCLUDED.containsKey(m.getName()))
                .filter(m -> type.getSimpleName().equals("UnifiedJedis") || m.getReturnType() == Response.class)
                .sorted(Comparator.comparing(Method::toString))
                .toList();
    }

    /** The texts to try, one list after the other. */
    static List<List<String>> texts(Method method) {
        List<String> own = TEXTS.get(method.getName());
        if (own != null) {
            return List.of(own);
        }
        return Dataset.TYPES.stream()
                .flatMap(type -> List.of(List.of(type, "1"), List.of(type, type + "2")).stream())
                .toList();
    }

    static long number(Method method) {
        return NUMBERS.getOrDefault(method.getName(), 1L);
    }
}
