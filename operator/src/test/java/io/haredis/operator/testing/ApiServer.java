package io.haredis.operator.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real etcd and kube-apiserver on loopback, from the binaries of the local cluster ({@code e2e/cluster/cluster tools}). No
 * controllers and no kubelet: pods stay pending and nothing is garbage collected. Everybody who has the token may do
 * everything. Use one for a test class; stops within a second and leaves nothing behind.
 */
public final class ApiServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String TOKEN = "test-only";

    private final Path home;
    private final List<Process> processes = new ArrayList<>();
    private final Config config;

    private ApiServer(Path home, int port) {
        this.home = home;
        this.config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withOauthToken(TOKEN)
                .withTrustCerts(true)
                .withNamespace("default")
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    /** Folder of the binaries, if they are there. */
    public static Optional<Path> binaries() {
        Path cluster = Optional.ofNullable(System.getenv("HAREDIS_CLUSTER_HOME"))
                .map(Path::of)
                .orElseGet(() -> Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("haredis-cluster"));
        Path bin = cluster.resolve("bin");
        return Stream.of("etcd", "kube-apiserver").allMatch(name -> Files.isExecutable(bin.resolve(name)))
                ? Optional.of(bin)
                : Optional.empty();
    }

    /** Starts both and waits until the API server is ready; the caller closes it. */
    public static ApiServer start() throws IOException {
        Path bin = binaries()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "no kube-apiserver here: build it with e2e/cluster/cluster tools, or set HAREDIS_CLUSTER_HOME"));
        int[] ports = freePorts(3);
        ApiServer server = new ApiServer(Files.createTempDirectory("haredis-api"), ports[2]);
        try {
            server.launch(bin, ports);
            server.awaitReady();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Configuration of a client that may do everything. */
    public Config config() {
        return config;
    }

    /** A client of its own for the caller, who closes it. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Makes the custom resource known from {@code crds/}, and waits until it is served. */
    public void installCrd(KubernetesClient client) {
        client.load(openCrd()).serverSideApply();
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("haredisclusters.haredis.io")
                .waitUntilCondition(
                        crd -> crd != null
                                && crd.getStatus() != null
                                && crd.getStatus().getConditions() != null
                                && crd.getStatus().getConditions().stream()
                                        .anyMatch(c -> c.getType().equals("Established")
                                                && c.getStatus().equals("True")),
                        30,
                        java.util.concurrent.TimeUnit.SECONDS);
    }

    private static java.io.InputStream openCrd() {
        try {
            return Files.newInputStream(Path.of("../crds/haredisclusters.haredis.io.yaml"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void launch(Path bin, int[] ports) throws IOException {
        Files.writeString(home.resolve("tokens.csv"), TOKEN + ",tester,tester,\"system:masters\"\n");
        String etcd = "http://127.0.0.1:" + ports[0];
        String peer = "http://127.0.0.1:" + ports[1];
        run(
                bin.resolve("etcd"),
                "--data-dir",
                home.resolve("etcd").toString(),
                "--unsafe-no-fsync",
                "--listen-client-urls",
                etcd,
                "--advertise-client-urls",
                etcd,
                "--listen-peer-urls",
                peer,
                "--initial-advertise-peer-urls",
                peer,
                "--initial-cluster",
                "default=" + peer);
        Path key = serviceAccountKey();
        run(
                bin.resolve("kube-apiserver"),
                "--etcd-servers",
                etcd,
                "--bind-address",
                "127.0.0.1",
                "--advertise-address",
                "127.0.0.1",
                "--secure-port",
                Integer.toString(ports[2]),
                "--cert-dir",
                home.resolve("certificates").toString(),
                "--token-auth-file",
                home.resolve("tokens.csv").toString(),
                "--authorization-mode",
                "RBAC",
                "--disable-admission-plugins",
                "ServiceAccount",
                "--service-account-issuer",
                "https://kubernetes.default.svc",
                "--service-account-key-file",
                key.toString(),
                "--service-account-signing-key-file",
                key.toString(),
                "--service-cluster-ip-range",
                "10.0.0.0/24",
                "--endpoint-reconciler-type",
                "none",
                "--watch-cache=true");
    }

    private Path serviceAccountKey() throws IOException {
        Path file = home.resolve("service-account.pem");
        try {
            var generator = java.security.KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
            String body = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
            return Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(Path binary, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(Arrays.asList(arguments));
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(binary.getFileName() + ".log").toFile())
                .start());
    }

    private void awaitReady() {
        try (KubernetesClient client = client()) {
            org.awaitility.Awaitility.await("kube-apiserver is ready (logs in " + home + ")")
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> "ok".equals(client.raw("/readyz"))
                            && client.namespaces().withName("default").get() != null);
        }
    }

    private static int[] freePorts(int number) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** Stops the API server's process where it is: connections stay open and nothing is answered. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        String pid = Long.toString(processes.getLast().pid());
        int code = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " " + pid + " ended with " + code);
        }
    }

    @Override
    public void close() {
        processes.reversed().forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
