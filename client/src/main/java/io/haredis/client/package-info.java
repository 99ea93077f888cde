/**
 * Jedis, with the failover taken care of: {@link io.haredis.client.HaRedisClient} and what it shows of itself.
 *
 * <p>Everything public here is API. All that does the work is in {@code internal} and may change in any release.
 */
@NullMarked
package io.haredis.client;

import org.jspecify.annotations.NullMarked;
