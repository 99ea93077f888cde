/**
 * A deterministic simulator of the failover loop: the shipped decide, act and loop in a modelled world of Redis servers,
 * network, API server and clients, in virtual time.
 *
 * <p>Nothing here decides anything. One seed is one schedule. {@code make simulate} runs many.
 */
package io.haredis.operator.simulate;
