package io.haredis.operator.loop;

import io.haredis.operator.act.Annotations;
import io.haredis.operator.act.Pace;
import io.haredis.operator.act.RecordStore;
import io.haredis.operator.act.Routes;
import io.haredis.operator.wire.Links;

/** All that surrounds one failover loop: real in an operator, simulated in the simulator. */
public record Ports(
        Observer observer, Links links, RecordStore records, Routes routes, Annotations annotations, Pace pace) {}
