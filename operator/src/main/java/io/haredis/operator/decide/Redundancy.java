package io.haredis.operator.decide;

import io.haredis.protocol.Ballot;

/** Whether a node's data can be done without. */
public final class Redundancy {
    private Redundancy() {}

    /** True if a reigning master and its replicas in sync, without this node, are a majority of the members. */
    public static boolean isGivenWithout(String node, Snapshot snapshot, MasterRecord record) {
        if (record.holder().equals(node)
                || snapshot.node(record.holder()).state().isEmpty()) {
            return false;
        }
        Reign reign = new Reign(snapshot, record);
        long holding = 1
                + record.voters().stream()
                        .filter(voter -> !voter.equals(node) && !voter.equals(record.holder()))
                        .filter(voter -> reign.isInSync(snapshot.node(voter)))
                        .count();
        return reign.masterState().isMaster()
                && holding >= Ballot.Electorate.majorityOf(record.voters().size());
    }
}
