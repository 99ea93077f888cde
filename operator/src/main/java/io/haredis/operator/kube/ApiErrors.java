package io.haredis.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.act.StoreException;

/** What a failed call to the Kubernetes API means. */
public final class ApiErrors {
    /** HTTP status of a conflict, and of an object that exists already. */
    public static final int CONFLICT = 409;

    /** HTTP status of a call that the operator may not make. */
    public static final int FORBIDDEN = 403;

    /** HTTP status of an object that is not there. */
    public static final int NOT_FOUND = 404;

    private ApiErrors() {}

    /** The same failure in the words of {@code act}. */
    public static StoreException of(String what, KubernetesClientException failure) {
        StoreException.Cause cause =
                failure.getCode() == CONFLICT ? StoreException.Cause.CONFLICT : StoreException.Cause.UNAVAILABLE;
        return new StoreException(cause, what + ": " + sentence(failure));
    }

    /** One line that says why, without the request. */
    public static String sentence(KubernetesClientException failure) {
        if (failure.getStatus() != null && failure.getStatus().getMessage() != null) {
            return failure.getStatus().getMessage();
        }
        Throwable cause = failure.getCause();
        String detail = cause == null ? failure.getMessage() : cause.getMessage();
        return "no answer from the Kubernetes API (" + (detail == null ? String.valueOf(cause) : detail) + ")";
    }
}
