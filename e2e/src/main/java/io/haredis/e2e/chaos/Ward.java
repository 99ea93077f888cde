package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Endpoint;
import io.haredis.e2e.history.Copy;
import io.haredis.e2e.history.History;
import io.haredis.e2e.history.Span;
import io.haredis.e2e.history.Write;
import io.haredis.e2e.history.Write.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A patient with all that writes to it and watches it. Owns their threads. */
final class Ward implements AutoCloseable {
    static final int NODES = 3;
    private static final String SERVICE = "-service";

    private final Patient patient;
    private final String run;
    private final @Nullable String password;
    private final Journal journal = new Journal();
    private final Addresses addresses;
    private final Map<String, Observer> observers = new TreeMap<>();
    private final List<Span> spans = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> writing = new ArrayList<>();
    private final List<Thread> watching = new ArrayList<>();

    private Ward(KubernetesClient kubernetes, Patient patient, String run) {
        this.patient = patient;
        this.run = run;
        this.password = patient.cluster().password();
        this.addresses = new Addresses(kubernetes, patient.namespace(), patient.name());
    }

    /**
     * Opens it for a cluster that is well; {@code Quorum} clients wait for replicas, others are content with a reply. The
     * keys of one run have its name in them and do not meet those of another.
     */
    static Ward open(KubernetesClient kubernetes, Patient patient, String run) {
        Ward ward = new Ward(kubernetes, patient, run);
        Grade usual = patient.isQuorum() ? Grade.QUORUM : Grade.REPLY;
        Grade most = patient.isQuorum() ? Grade.QUORUM : Grade.ALL;
        Endpoint service = patient.masterService();
        ward.client(run + "-pods-1", Client.Manner.faithful(usual, NODES - 1), null);
        ward.client(run + "-pods-2", Client.Manner.fickle(usual, NODES - 1), null);
        ward.client(run + "-pods-3", Client.Manner.faithful(most, NODES - 1), null);
        ward.client(run + SERVICE, Client.Manner.faithful(usual, NODES - 1), service);
        List<String> counters = Stream.of("-pods-1", "-pods-2", "-pods-3", SERVICE)
                .map(client -> Write.COUNTER + run + client)
                .toList();
        for (int node = 0; node < NODES; node++) {
            String pod = patient.name() + "-" + node;
            Observer observer = new Observer(() -> ward.addresses.of(pod), ward.password, counters, ward.journal);
            ward.observers.put(pod, observer);
            ward.watching.add(thread("observer-" + pod, observer));
        }
        ward.watching.add(thread("addresses-" + patient.name(), ward.addresses));
        ward.watching.forEach(Thread::start);
        ward.writing.forEach(Thread::start);
        return ward;
    }

    private void client(String name, Client.Manner manner, @Nullable Endpoint only) {
        Client client =
                new Client(name, only == null ? addresses::known : () -> List.of(only), password, manner, journal);
        clients.add(client);
        writing.add(thread(patient.name() + "-" + name, client));
    }

    private static Thread thread(String name, Runnable task) {
        return Thread.ofPlatform().name(name).daemon().unstarted(task);
    }

    Patient patient() {
        return patient;
    }

    /** A fault that went by. */
    void add(Span span) {
        spans.add(span);
    }

    /** True if every client was served since then, and nothing is left to do. */
    boolean isWell(long notBefore) {
        return clients.stream().allMatch(client -> client.served() > notBefore)
                && patient.isWell(
                        NODES,
                        pod -> {
                            Observer observer = observers.get(pod);
                            return observer == null ? null : observer.last();
                        },
                        notBefore);
    }

    /** How many writes so far must never be lost. */
    long kept() {
        return journal.writes().stream()
                .filter(write -> write.isAcknowledged() && write.grade().isKept())
                .count();
    }

    /** Ends the writing, and hands over all that is known. */
    History finish() {
        clients.forEach(Client::stop);
        writing.forEach(Ward::join);
        List<Copy> copies = Copies.of(addresses.known(), patient.master(), run, password);
        close();
        return new History(patient.name(), NODES, journal.writes(), journal.looks(), spans, copies);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clients.forEach(Client::stop);
        writing.forEach(Ward::join);
        addresses.stop();
        observers.values().forEach(Observer::stop);
        watching.forEach(Ward::join);
    }
}
