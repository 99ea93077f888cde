package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import org.jspecify.annotations.Nullable;

/** The pod's security context: the restricted profile, each field replaced by the user's where there is one. */
final class PodSecurity {
    /** User and group of Redis in the official images. */
    private static final long REDIS = 999;

    private PodSecurity() {}

    static PodSecurityContext of(@Nullable PodSecurityContext given) {
        PodSecurityContext users = given == null ? new PodSecurityContext() : given;
        PodSecurityContextBuilder context = new PodSecurityContextBuilder(users);
        if (users.getRunAsNonRoot() == null) {
            context.withRunAsNonRoot(true);
        }
        if (users.getRunAsUser() == null) {
            context.withRunAsUser(REDIS);
        }
        if (users.getRunAsGroup() == null) {
            context.withRunAsGroup(REDIS);
        }
        if (users.getFsGroup() == null) {
            context.withFsGroup(REDIS);
        }
        if (users.getFsGroupChangePolicy() == null) {
            context.withFsGroupChangePolicy("OnRootMismatch");
        }
        if (users.getSeccompProfile() == null) {
            context.withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile();
        }
        return context.build();
    }
}
