package io.haredis.operator.testing;

import io.haredis.operator.act.Routes;
import io.haredis.operator.act.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers where the Service was pointed. */
public final class MemoryRoutes implements Routes {
    private final List<String> masters = new ArrayList<>();
    private @Nullable Route service;
    private @Nullable Route labels;
    private boolean fails;

    @Override
    public synchronized boolean isAt(Route route) {
        return route.equals(service) && route.equals(labels);
    }

    @Override
    public synchronized void moveService(Route route) throws StoreException {
        if (fails) {
            throw new StoreException(StoreException.Cause.UNAVAILABLE, "cannot replace the Service");
        }
        if (service == null || service.epoch() <= route.epoch()) {
            if (service == null || !service.master().equals(route.master())) {
                masters.add(route.master());
            }
            service = route;
        }
    }

    @Override
    public synchronized void label(Route route) {
        labels = route;
    }

    /** From now on the API takes no change of the Service, or does again. */
    public synchronized void fail(boolean now) {
        fails = now;
    }

    /** All masters the Service was pointed to, in order. */
    public synchronized List<String> masters() {
        return List.copyOf(masters);
    }
}
