package io.haredis.client.differential;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/** One client, and a way to call a method through it. */
enum Side {
    COMMANDS(UnifiedJedis.class) {
        @Override
        Object call(UnifiedJedis client, Method method, Object[] arguments) throws Throwable {
            return invoke(client, method, arguments);
        }
    },
    PIPELINES(Pipeline.class) {
        @Override
        Object call(UnifiedJedis client, Method method, Object[] arguments) throws Throwable {
            try (Pipeline pipeline = (Pipeline) client.pipelined()) {
                Response<?> response = (Response<?>) invoke(pipeline, method, arguments);
                return List.of(Described.of(pipeline.syncAndReturnAll()), Described.of(response.get()));
            }
        }
    },
    TRANSACTIONS(redis.clients.jedis.Transaction.class) {
        @Override
        Object call(UnifiedJedis client, Method method, Object[] arguments) throws Throwable {
            try (AbstractTransaction transaction = client.multi()) {
                Response<?> response = (Response<?>) invoke(transaction, method, arguments);
                return List.of(Described.of(transaction.exec()), Described.of(response.get()));
            }
        }
    };

    final Class<?> type;

    Side(Class<?> type) {
        this.type = type;
    }

    abstract @Nullable Object call(UnifiedJedis client, Method method, Object[] arguments) throws Throwable;

    private static Object invoke(Object on, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Its reply, or its exception. */
    @Nullable
    Object outcome(UnifiedJedis client, Method method, Object[] arguments) {
        try {
            return call(client, method, arguments);
        } catch (Throwable e) {
            return e;
        }
    }
}
