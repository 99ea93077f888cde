package io.haredis.client.differential;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.GeoCoordinate;
import redis.clients.jedis.HashImport;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.args.GeoUnit;
import redis.clients.jedis.args.LongRange;
import redis.clients.jedis.args.RawableFactory;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.params.ArgrepParams;
import redis.clients.jedis.params.GeoRadiusStoreParam;
import redis.clients.jedis.params.GeoSearchParam;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.search.aggr.AggregationBuilder;
import redis.clients.jedis.search.schemafields.SchemaField;
import redis.clients.jedis.search.schemafields.TextField;
import redis.clients.jedis.util.CompareCondition;

/** One value of each type that cannot be made without arguments, or is of no use without options. */
final class Specimens {
    private static final Map<Class<?>, Supplier<Object>> ALL = new HashMap<>();

    static {
        ALL.put(StreamEntryID.class, () -> new StreamEntryID("9-9"));
        ALL.put(GeoCoordinate.class, () -> new GeoCoordinate(1, 1));
        ALL.put(HashImport.class, () -> HashImport.of("1"));
        ALL.put(LongRange.class, () -> LongRange.of(0, 1));
        ALL.put(Duration.class, () -> Duration.ofSeconds(1));
        ALL.put(ProtocolCommand.class, () -> Command.EXISTS);
        ALL.put(redis.clients.jedis.args.Rawable.class, () -> RawableFactory.from("1"));
        ALL.put(CommandArguments.class, () -> new CommandArguments(Command.GET).key("string"));
        ALL.put(
                CommandObject.class,
                () -> new CommandObject<>(new CommandArguments(Command.GET).key("string"), BuilderFactory.STRING));
        ALL.put(ArgrepParams.class, () -> ArgrepParams.unbounded().exact("1"));
        ALL.put(
                GeoSearchParam.class,
                () -> GeoSearchParam.geoSearchParam().fromMember("1").byRadius(1, GeoUnit.M));
        ALL.put(
                GeoRadiusStoreParam.class,
                () -> GeoRadiusStoreParam.geoRadiusStoreParam().store("zset2"));
        ALL.put(XAddParams.class, () -> XAddParams.xAddParams().id("9-9"));
        ALL.put(XPendingParams.class, () -> XPendingParams.xPendingParams("-", "+", 1));
        ALL.put(XTrimParams.class, () -> XTrimParams.xTrimParams().maxLen(1));
        ALL.put(ZRangeParams.class, () -> ZRangeParams.zrangeParams(0, 1));
        ALL.put(CompareCondition.class, () -> CompareCondition.valueEq("1"));
        ALL.put(SchemaField.class, () -> new TextField("1"));
        ALL.put(AggregationBuilder.class, () -> new AggregationBuilder("1"));
    }

    private Specimens() {}

    static boolean has(Class<?> type) {
        return ALL.containsKey(type);
    }

    /** A fresh one. */
    static Object of(Class<?> type) {
        return Objects.requireNonNull(ALL.get(type)).get();
    }
}
