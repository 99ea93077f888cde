/**
 * Where Kubernetes sends clients: the master Service's selector and the pods' role labels.
 *
 * <p>Both belong to the failover loops alone; whoever keeps the other fields of these objects leaves them out.
 */
@NullMarked
package io.haredis.operator.route;

import org.jspecify.annotations.NullMarked;
