package io.haredis.operator.inventory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first reading of several namespaces. One that was deleted, or lost its Role, may never be readable: the others do not
 * wait for it.
 */
final class FirstRead {
    private static final Logger LOG = LoggerFactory.getLogger(FirstRead.class);

    private FirstRead() {}

    /**
     * Complete when all are read, or else after this patience, as soon as one is: nothing readable at all means that the API
     * is down. The others go on being read; what is left out is named.
     *
     * @param reading by namespace
     */
    static CompletableFuture<Void> of(Map<String, CompletableFuture<Void>> reading, Duration patience) {
        CompletableFuture<?>[] each = reading.values().toArray(CompletableFuture[]::new);
        CompletableFuture<Void> over =
                new CompletableFuture<Void>().completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> enough = CompletableFuture.allOf(CompletableFuture.anyOf(each), over);
        return CompletableFuture.anyOf(CompletableFuture.allOf(each), enough)
                .thenRun(() -> reading.forEach(FirstRead::name));
    }

    private static void name(String namespace, CompletableFuture<Void> reading) {
        if (!reading.isDone()) {
            LOG.warn(
                    "Namespace {} cannot be read: its clusters have no failover until it can, the others go on",
                    namespace);
            CompletableFuture<Void> later = reading.thenRun(() -> LOG.info("Namespace {} is read now", namespace));
            later.exceptionally(closed -> null);
        }
    }
}
