package io.haredis.operator.simulate;

/**
 * A name is not a process (decision 26): what lives on of a replica acknowledges at an address that is no member's, what its
 * successor of the same name and the other replica have not got.
 */
final class Strangers {
    private static final long LONG = 5 * World.SECOND;

    private final Cluster cluster;
    private final World world;
    private final Faults faults;

    Strangers(Cluster cluster, Faults faults) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.faults = faults;
    }

    void set(Node master) {
        Node stranger = faults.others(master).getFirst();
        Node successor = cluster.succeed(stranger);
        world.tell("fault", () -> stranger + " lives on beside " + successor.runId() + " at " + successor.host);
        faults.later(600, 1800, () -> {
            faults.others(master).forEach(replica -> faults.stall(replica, LONG));
            faults.later(50, 900, () -> faults.isolate(master, LONG));
        });
    }
}
