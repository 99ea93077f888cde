package io.haredis.operator.testing;

import io.haredis.operator.act.Routes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers where the Service was pointed. */
public final class MemoryRoutes implements Routes {
    private final List<String> masters = new ArrayList<>();
    private @Nullable Route service;
    private @Nullable Route labels;

    @Override
    public synchronized boolean isAt(Route route) {
        return route.equals(service) && route.equals(labels);
    }

    @Override
    public synchronized void moveService(Route route) {
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

    /** All masters the Service was pointed to, in order. */
    public synchronized List<String> masters() {
        return List.copyOf(masters);
    }
}
