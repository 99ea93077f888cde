package io.haredis.e2e.history;

import java.util.List;

/**
 * All that was recorded of one cluster.
 *
 * @param cluster its name
 * @param nodes how many it has
 * @param writes of each client in the order of their numbers
 * @param looks of each node in order of time
 * @param spans the faults in order of time
 * @param copies what every node holds in the end
 */
public record History(
        String cluster, int nodes, List<Write> writes, List<Look> looks, List<Span> spans, List<Copy> copies) {}
