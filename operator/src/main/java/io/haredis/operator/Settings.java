package io.haredis.operator;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The operator's settings, from environment variables.
 *
 * @param watched {@code HAREDIS_WATCH_NAMESPACES}, separated by commas; empty for all
 * @param namespace {@code POD_NAMESPACE}: where the operator's lease is; {@code default} if unset
 * @param leaseName {@code HAREDIS_LEASE_NAME}; {@code haredis-operator} if unset
 * @param pod {@code POD_NAME}: who reports Events; the host's name if unset
 * @param identity of this process, never used again
 * @param port {@code HAREDIS_PORT}; 8080 if unset
 */
record Settings(Set<String> watched, String namespace, String leaseName, String pod, String identity, int port) {
    static Settings of(Map<String, String> environment) {
        String pod = environment.getOrDefault("POD_NAME", environment.getOrDefault("HOSTNAME", "haredis-operator"));
        Set<String> watched = Arrays.stream(
                        environment.getOrDefault("HAREDIS_WATCH_NAMESPACES", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new Settings(
                watched,
                environment.getOrDefault("POD_NAMESPACE", "default"),
                environment.getOrDefault("HAREDIS_LEASE_NAME", "haredis-operator"),
                pod,
                pod + "_" + UUID.randomUUID(),
                Integer.parseInt(environment.getOrDefault("HAREDIS_PORT", "8080")));
    }
}
