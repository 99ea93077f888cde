/** The same calls on Jedis' own client and on ours, against the same servers: same replies, same exceptions. */
@NullMarked
package io.haredis.client.differential;

import org.jspecify.annotations.NullMarked;
