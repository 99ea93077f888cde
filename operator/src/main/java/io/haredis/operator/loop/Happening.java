package io.haredis.operator.loop;

/**
 * One event, told in the same sentence to the log, the Event and the condition.
 *
 * @param reason CamelCase word as in Kubernetes Events: MasterLost, MasterElected, ReplicaAttached, ...
 * @param warning true if a person should look
 */
public record Happening(String reason, boolean warning, String sentence) {}
