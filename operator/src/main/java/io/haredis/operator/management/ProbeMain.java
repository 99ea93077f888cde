package io.haredis.operator.management;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Asks one URL and exits 0 if the answer is 200, else 1. The operator's image has neither shell nor curl, so
 * {@code helm test} runs this: {@code java -cp @/app/jib-classpath-file io.haredis.operator.management.ProbeMain URL}.
 */
public final class ProbeMain {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private ProbeMain() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 1) {
            System.err.println("usage: ProbeMain URL");
            System.exit(2);
        }
        System.exit(answers(URI.create(args[0])) ? 0 : 1);
    }

    static boolean answers(URI uri) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            var response = client.send(request, BodyHandlers.ofString());
            System.out.println(uri + " answers " + response.statusCode() + " " + response.body());
            return response.statusCode() == 200;
        } catch (IOException e) {
            System.err.println(uri + " does not answer: " + e);
            return false;
        }
    }
}
