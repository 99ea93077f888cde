package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * What could not be done in one pass, of things that need not wait for each other. The first is reported at the end, an
 * obstruction before a failure: it does not pass by itself. Used by one thread.
 */
final class Obstructions {
    private @Nullable Obstruction obstruction;
    private @Nullable KubernetesClientException failure;

    /** One thing to do. */
    interface Attempt {
        void make() throws Obstruction;
    }

    /** True if it was done. An API that does not answer at all ends the pass: the next call would wait as long. */
    boolean attempt(Attempt attempt) {
        try {
            attempt.make();
            return true;
        } catch (Obstruction found) {
            obstruction = obstruction == null ? found : obstruction;
        } catch (KubernetesClientException answered) {
            if (answered.getCode() == 0) {
                throw answered;
            }
            failure = failure == null ? answered : failure;
        }
        return false;
    }

    /** True if everything was done. */
    boolean isEmpty() {
        return obstruction == null && failure == null;
    }

    void throwFirst() throws Obstruction {
        if (obstruction != null) {
            throw obstruction;
        }
        if (failure != null) {
            throw failure;
        }
    }
}
