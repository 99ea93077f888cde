package io.haredis.e2e;

import java.io.IOException;
import java.util.List;

/**
 * A writer in a process of its own, so that it can run in a node's network. Arguments: host, port and the prefix of the
 * keys; the password comes in the variable HAREDIS_PASSWORD. Says {@code writing} after its first acknowledged write, and
 * when its input ends how many there were and {@link System#nanoTime()} of the last.
 */
public final class Beside {
    private Beside() {}

    public static void main(String[] arguments) throws IOException {
        Endpoint endpoint = new Endpoint("beside", arguments[0], Integer.parseInt(arguments[1]));
        try (Writer writer = Writer.start(arguments[2], List.of(endpoint), System.getenv("HAREDIS_PASSWORD"))) {
            writer.next(write -> true).join();
            System.out.println("writing");
            System.out.flush();
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
            writer.stop();
            Accepted last = writer.last();
            System.out.println(writer.accepted() + " " + (last == null ? 0 : last.nanos()));
        }
    }
}
