package io.haredis.operator.decide;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Clusters of one to seven nodes in any state, also such as no rule leads to. */
final class RandomCluster {
    private final Random random;

    RandomCluster(long seed) {
        random = new Random(seed);
    }

    ACluster next() {
        int size = 1 + random.nextInt(5);
        ACluster cluster = switch (random.nextInt(4)) {
            case 0 -> ACluster.elected(size);
            case 1 -> size > 1 ? ACluster.moving(size) : ACluster.healthy(size);
            default -> ACluster.healthy(size);
        };
        cluster.wanted(Math.max(1, size + random.nextInt(5) - 2));
        for (int i = random.nextInt(3); i > 0; i--) {
            cluster.newNode();
        }
        for (int i = 0; i < cluster.nodes.size(); i++) {
            if (random.nextInt(3) == 0) {
                member(cluster, i);
            }
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                change(cluster, cluster.node(i));
            }
        }
        if (random.nextInt(4) == 0) {
            int k = random.nextInt(size / 2 + 1);
            cluster.recorded(r -> r.withK(k));
            cluster.node(0).quorum((long) random.nextInt(4));
        }
        if (random.nextInt(3) == 0) {
            cluster.asked(Requests.FENCE, "c-" + random.nextInt(3) + ",c-" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            cluster.durable();
        }
        return cluster;
    }

    private void member(ACluster cluster, int number) {
        String run = cluster.node(number).runId;
        switch (random.nextInt(4)) {
            case 0 -> cluster.member(number, run, null, random.nextBoolean());
            case 1 -> cluster.member(number, "earlier", "earlier", true);
            case 2 -> cluster.member(number, run, "earlier", true);
            default -> {
                if (number > 0) {
                    cluster.recorded(r -> r.without("c-" + number));
                }
            }
        }
    }

    private void change(ACluster cluster, ANode node) {
        ANode other = cluster.node(random.nextInt(cluster.nodes.size()));
        switch (random.nextInt(21)) {
            case 0 -> node.refused();
            case 1 -> node.silentFor(random.nextInt(5000));
            case 2 -> node.absent();
            case 3 -> node.unwell("LOADING");
            case 4 -> node.reborn();
            case 5 -> node.master();
            case 6 -> node.fenced();
            case 7, 8 -> node.follows(other, random.nextBoolean());
            case 9 -> node.key(maybe(8));
            case 10 -> node.stamp(maybe(8));
            case 11 -> node.beat(random.nextInt(7), random.nextInt(2000));
            case 12 -> node.at(random.nextBoolean() ? "x" : "w", random.nextInt(2000));
            case 13 -> node.quietFor(random.nextInt(3000));
            case 14 -> node.syncing();
            case 15 -> node.leaving();
            case 16 -> node.ended();
            case 17 -> node.cordoned();
            case 18 -> node.withoutData();
            case 19 -> node.disk(random.nextBoolean() ? Divergence.file(5) : "dump.rdb", random.nextInt(900) - 200);
            default -> node.notStreamed();
        }
    }

    private @Nullable Long maybe(int below) {
        int value = random.nextInt(below);
        return value == 0 ? null : Long.valueOf(value);
    }
}
