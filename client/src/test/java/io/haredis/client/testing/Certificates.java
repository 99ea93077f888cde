package io.haredis.client.testing;

import io.haredis.client.HaRedisClient;
import io.haredis.client.HaRedisClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.SslOptions;

/** An authority of its own and a certificate for some addresses, made by the JDK's keytool. */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    /** Makes them in a new folder, for all the addresses that a test cluster may get. */
    public Certificates(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=test-ca", "-ext", "bc:c");
        String names = IntStream.rangeClosed(150, 254)
                .boxed()
                .flatMap(n -> IntStream.rangeClosed(1, 3).mapToObj(i -> "ip:127.0." + n + "." + i))
                .collect(Collectors.joining(",", "san=", ""));
        keytool("-genkeypair", "-alias", "node", "-dname", "CN=node", "-signer", "ca", "-ext", names);
        try {
            KeyStore all = load("all.p12");
            Files.writeString(
                    file("ca.pem"), pem("CERTIFICATE", all.getCertificate("ca").getEncoded()));
            Files.writeString(
                    file("node.pem"),
                    pem("CERTIFICATE", all.getCertificate("node").getEncoded()));
            Files.writeString(
                    file("node.key"),
                    pem("PRIVATE KEY", all.getKey("node", PASSWORD).getEncoded()));
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, PASSWORD);
            trusted.setCertificateEntry("ca", all.getCertificate("ca"));
            try (var out = Files.newOutputStream(file("trust.p12"))) {
                trusted.store(out, PASSWORD);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private KeyStore load(String name) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file(name))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        }
    }

    private static String pem(String what, byte[] content) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        command.addAll(List.of("-keystore", file("all.p12").toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", new String(PASSWORD), "-keypass", new String(PASSWORD)));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A server's settings, with TLS on this port besides the plain one, also between servers. */
    public String[] server(int port) {
        return new String[] {
            "tls-port " + port,
            "tls-cert-file " + file("node.pem"),
            "tls-key-file " + file("node.key"),
            "tls-ca-cert-file " + file("ca.pem"),
            "tls-auth-clients no",
            "replica-announce-port " + port
        };
    }

    /** New connections to this server see this certificate from now on. */
    public void present(RedisServer server) {
        try (Jedis jedis = server.meddler()) {
            jedis.configSet(
                    "tls-cert-file",
                    file("node.pem").toString(),
                    "tls-key-file",
                    file("node.key").toString());
        }
    }

    /** A client of the cluster by this port, which knows the first node only and trusts this authority. */
    public HaRedisClientBuilder client(TestCluster cluster, int port) {
        return HaRedisClient.builder()
                .nodes(cluster.server(0).host() + ":" + port)
                .clientConfig(
                        DefaultJedisClientConfig.builder().sslOptions(client()).build())
                .auth(RedisServer.PASSWORD);
    }

    /** A client that trusts this authority. */
    public SslOptions client() {
        return SslOptions.builder()
                .truststore(file("trust.p12").toFile(), PASSWORD)
                .trustStoreType("PKCS12")
                .build();
    }
}
