package io.haredis.client.internal.pubsub;

import io.haredis.client.SubscriptionMove;
import io.haredis.client.SubscriptionMove.Reason;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.node.NodeReport;
import io.haredis.client.internal.topology.Followers;
import io.haredis.client.internal.topology.Followers.Follower;
import io.haredis.client.internal.topology.Reign;
import io.haredis.client.internal.topology.Reigns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** Where a feed's connection is, and where it should be. Belongs to the feed's thread. */
final class Place {
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    /** A replica that does not come in time is tried again then. */
    private static final long NEXT_RELIEF_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long LONGEST_UNPROVEN_NANOS = Duration.ofSeconds(8).toNanos();
    private static final long CALM_NANOS = Duration.ofMinutes(1).toNanos();

    private final boolean onMaster;
    private final Reigns reigns;
    private final Followers followers;
    private final Links links;
    private final long heartbeatNanos;
    /** Each client prefers other replicas. */
    private final int salt = ThreadLocalRandom.current().nextInt();

    private @Nullable FeedLink link;
    private @Nullable Reign provenIn;
    private @Nullable Reign tried;
    private long provenAt;
    private @Nullable HostAndPort last;
    private boolean isNew;
    private long pause = FIRST_PAUSE_NANOS;
    private long notBefore = System.nanoTime();
    private long noReliefBefore = System.nanoTime();
    private long unprovenAt = System.nanoTime() - CALM_NANOS;
    private long unprovenPause = NEXT_RELIEF_NANOS;

    Place(boolean onMaster, Settings settings, Reigns reigns, Followers followers, FeedLink.Sink sink) {
        this.onMaster = onMaster;
        this.reigns = reigns;
        this.followers = followers;
        this.heartbeatNanos = Links.heartbeat(settings).toNanos();
        this.links = new Links(settings, sink);
    }

    /** The connection that messages come from, null if there is none. */
    @Nullable
    FeedLink link() {
        return link;
    }

    /** True if the last {@link #keep} has brought another connection. */
    boolean isNew() {
        return isNew;
    }

    /** When {@link #keep} has something to do again, if nothing happens before. */
    long nextDueNanos() {
        long wait = notBefore - System.nanoTime();
        FeedLink now = link;
        long ping = now == null ? heartbeatNanos : now.nextPingNanos(heartbeatNanos);
        return wait > 0 && (now == null || wait < ping) ? wait : ping;
    }

    /** Nobody wants anything. */
    void leave() {
        dropLink();
        last = null;
    }

    /** One look: asks for what is wanted and moves if need be, then tells how. */
    @Nullable
    SubscriptionMove keep(Set<Channel> wanted) {
        isNew = false;
        Reign reign = reigns.current();
        FeedLink now = link;
        if (now != null && now.isEnded()) {
            link = null;
            now = null;
        }
        if (now != null) {
            now.want(wanted);
            now.pingEvery(heartbeatNanos);
        }
        if (reign == null || !reign.isUsable()) {
            return null;
        }
        boolean newMaster = reign != provenIn;
        boolean pauses = notBefore - System.nanoTime() > 0 && (!newMaster || reign == tried);
        if (pauses && (now == null || newMaster)) {
            return null;
        }
        if (now == null) {
            return settle(reign, wanted, newMaster ? Reason.MASTER_CHANGED : Reason.CONNECTION_LOST);
        }
        return newMaster ? underNewMaster(now, reign, wanted) : relocate(now, reign, wanted);
    }

    /** A link to a replica that follows the new master may stay; whatever is not clear at once goes to the master itself. */
    private @Nullable SubscriptionMove underNewMaster(FeedLink now, Reign reign, Set<Channel> wanted) {
        boolean isItself = isTo(now, reign.master());
        return (isItself || !onMaster) && links.isProven(now, reign, isItself)
                ? adopted(now, reign, Reason.MASTER_CHANGED, true)
                : settle(reign, wanted, Reason.MASTER_CHANGED);
    }

    /** A new connection, after the old one has failed or while it does. */
    private @Nullable SubscriptionMove settle(Reign reign, Set<Channel> wanted, Reason reason) {
        tried = reign;
        for (HostAndPort address : candidates(reign, reason)) {
            FeedLink next = links.open(address, reign);
            if (next == null) {
                continue;
            }
            dropLink(); // given up already: both would bring the same
            links.start(next, wanted);
            if (links.isProven(next, reign, true)) {
                return adopted(next, reign, reason, true);
            }
            next.close();
        }
        pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
        notBefore = System.nanoTime() + ThreadLocalRandom.current().nextLong(pause / 2, pause);
        return null;
    }

    private void dropLink() {
        FeedLink old = link;
        link = null;
        if (old != null) {
            old.close();
        }
    }

    private List<HostAndPort> candidates(Reign reign, Reason reason) {
        List<HostAndPort> candidates = new ArrayList<>();
        // What is known of the replicas is from before.
        if (!onMaster && (reason != Reason.MASTER_CHANGED || last == null)) {
            inStream().forEach(r -> candidates.add(r.address()));
            // Where it was lost just now it may be silent, though nobody knows that yet.
            candidates.sort(Comparator.comparing(address -> address.equals(last)));
        }
        candidates.add(reign.address());
        return candidates;
    }

    private List<Follower> inStream() {
        return followers.all().stream()
                .filter(followers::isInStream)
                .sorted(Comparator.comparingInt(r -> r.report().runId().hashCode() ^ salt))
                .toList();
    }

    /** Off a master that has a replica, off a replica that does not get the stream. */
    private @Nullable SubscriptionMove relocate(FeedLink now, Reign reign, Set<Channel> wanted) {
        if (onMaster || noReliefBefore - System.nanoTime() > 0) {
            return null;
        }
        List<HostAndPort> others = inStream().stream()
                .filter(r -> !isTo(now, r.report()))
                .map(Follower::address)
                .toList();
        if (isTo(now, reign.master())) {
            return others.isEmpty() ? null : handOver(now, others.get(0), reign, wanted, Reason.RELIEVES_MASTER);
        }
        if (!isDoubtful(now)) {
            return null;
        }
        if (links.isProven(now, reign, false)) {
            provenAt = System.nanoTime();
            return null;
        }
        SubscriptionMove move = null;
        for (int i = 0; i <= others.size() && move == null && reign.isUsable(); i++) {
            HostAndPort to = i < others.size() ? others.get(i) : reign.address();
            move = handOver(now, to, reign, wanted, Reason.LAGGING);
        }
        return move;
    }

    /** Something newer than the proof speaks against it. */
    private boolean isDoubtful(FeedLink now) {
        for (Follower replica : followers.all()) {
            if (isTo(now, replica.report())) {
                return replica.askedAt() - provenAt > 0 && !followers.isInStream(replica);
            }
        }
        return System.nanoTime() - provenAt > 2 * heartbeatNanos;
    }

    private @Nullable SubscriptionMove handOver(
            FeedLink from, HostAndPort to, Reign reign, Set<Channel> wanted, Reason reason) {
        HandOver handOver = links.handOver(from, to, reign, wanted);
        FeedLink next = handOver.next();
        if (next == null) {
            noReliefBefore = System.nanoTime() + NEXT_RELIEF_NANOS;
            return null;
        }
        if (!handOver.proven()) {
            restrain();
        }
        // Who lags may have been synced anew meanwhile, past what it never got.
        return adopted(next, reign, reason, reason == Reason.LAGGING || !handOver.seamless());
    }

    /** Where nothing can be proven, a replica that is in doubt again and again would be left again and again. */
    private void restrain() {
        long now = System.nanoTime();
        boolean again = now - unprovenAt < CALM_NANOS;
        unprovenPause = again ? Math.min(LONGEST_UNPROVEN_NANOS, unprovenPause * 2) : NEXT_RELIEF_NANOS;
        unprovenAt = now;
        noReliefBefore = now + unprovenPause;
    }

    private @Nullable SubscriptionMove adopted(FeedLink next, Reign reign, Reason reason, boolean mayHaveMissed) {
        FeedLink old = link;
        HostAndPort from = last;
        link = next;
        provenIn = reign;
        provenAt = System.nanoTime();
        last = next.address();
        isNew = next != old;
        pause = FIRST_PAUSE_NANOS;
        notBefore = System.nanoTime();
        if (old != null && isNew) {
            old.close();
        }
        return from == null ? null : new SubscriptionMove(from, next.address(), reason, mayHaveMissed);
    }

    private static boolean isTo(FeedLink link, NodeReport node) {
        return Objects.equals(link.introduction().runId(), node.runId());
    }
}
