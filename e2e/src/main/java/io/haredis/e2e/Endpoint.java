package io.haredis.e2e;

/**
 * Where a Redis server is reached from here.
 *
 * @param name the pod or Service behind it
 * @param host address or name
 * @param port TCP port
 */
public record Endpoint(String name, String host, int port) {}
