/**
 * From the spec to Kubernetes objects: pure functions, one class an object, no client and no clock.
 *
 * <p>Two loops share some of the objects. What belongs to the failover loop (the master Service's selector, the role
 * label) is never set here, so that server-side apply does not take it back.
 */
@NullMarked
package io.haredis.operator.resources;

import org.jspecify.annotations.NullMarked;
