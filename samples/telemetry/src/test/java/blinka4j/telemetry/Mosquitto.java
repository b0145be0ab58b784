// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Mosquitto, on a port of its own on the loopback address, with files in a folder of the test. */
final class Mosquitto implements AutoCloseable {
    static final String USER = "ada";
    static final String PASSWORD = "correct horse 0815";

    private static final String STORE_PASSWORD = "changeit";

    private final Path folder;
    private final List<String> configuration = new ArrayList<>();
    private final boolean encrypted;
    private final int port;
    private Process process;

    private Mosquitto(Path folder, boolean encrypted) throws IOException {
        this.folder = folder;
        this.encrypted = encrypted;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        configuration.add("listener " + port + " 127.0.0.1");
        // It changes to another user else, who cannot read the folder.
        configuration.add("user " + System.getProperty("user.name"));
        configuration.add("log_dest file " + folder.resolve("mosquitto.log"));
        configuration.add("max_queued_messages 0");
    }

    /** Keeps nothing when it is killed, and asks for no password. */
    static Mosquitto plain(Path folder) throws IOException {
        Mosquitto mosquitto = new Mosquitto(folder, false);
        mosquitto.configuration.add("allow_anonymous true");
        return mosquitto;
    }

    /**
     * Loses as little as Mosquitto can when it is killed: it writes each change to the disk, and passes a message on before it acknowledges
     * it, instead of only 20 at a time.
     */
    static Mosquitto durable(Path folder) throws IOException {
        Mosquitto mosquitto = plain(folder);
        mosquitto.configuration.addAll(List.of(
                "persistence true",
                "persistence_location " + folder + "/",
                "autosave_on_changes true",
                "autosave_interval 1",
                "max_inflight_messages 0"));
        return mosquitto;
    }

    static Mosquitto withPassword(Path folder) throws IOException, InterruptedException {
        Mosquitto mosquitto = new Mosquitto(folder, false);
        Path passwords = folder.resolve("passwords");
        Files.createFile(passwords);
        run(needed("mosquitto_passwd").toString(), "-b", passwords.toString(), USER, PASSWORD);
        mosquitto.configuration.addAll(List.of("allow_anonymous false", "password_file " + passwords));
        return mosquitto;
    }

    /** With a certificate made here for a host of this name. Its PEM file is {@link #certificate}. */
    static Mosquitto encrypted(Path folder, String host)
            throws IOException, InterruptedException, GeneralSecurityException {
        Mosquitto mosquitto = new Mosquitto(folder, true);
        mosquitto.makeCertificate(host);
        mosquitto.configuration.addAll(List.of(
                "allow_anonymous true", "certfile " + mosquitto.certificate(), "keyfile " + folder.resolve("key.pem")));
        return mosquitto;
    }

    private void makeCertificate(String host) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("key.p12");
        String name = host.matches("[0-9.]+") ? "ip:" + host : "dns:" + host;
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                // Under fa_IR it would write dates that it cannot read.
                "-J-Duser.language=en",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "broker",
                "-dname",
                "CN=broker",
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD);
        KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
        write(certificate(), "CERTIFICATE", keys.getCertificate("broker").getEncoded());
        write(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("broker", STORE_PASSWORD.toCharArray()).getEncoded());
    }

    private static void write(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command[0] + ": " + printed);
        }
    }

    /** For the programs that measure: a test's folder is JUnit's. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    Path certificate() {
        return folder.resolve("certificate.pem");
    }

    /** Starts it, and waits until it answers. */
    Mosquitto start() throws IOException, InterruptedException {
        Path file = folder.resolve("mosquitto.conf");
        Files.write(file, configuration);
        process = new ProcessBuilder(needed("mosquitto").toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.out").toFile())
                .start();
        while (!answers()) {
            if (!process.isAlive()) {
                throw new AssertionError(
                        "mosquitto ended: " + Files.readString(folder.resolve("mosquitto.out")) + log());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return this;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    String log() throws IOException {
        Path log = folder.resolve("mosquitto.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    String url() {
        return (encrypted ? "mqtts" : "mqtt") + "://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /**
     * Finds a program of the package mosquitto. Without it the test is skipped with the reason. In continuous integration that is an error,
     * except in a run without the lab, which installs no packages.
     */
    private static Path needed(String program) {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst();
        String reason = "no %s here: install the package mosquitto, as src/test/run does".formatted(program);
        if (found.isEmpty() && "true".equals(System.getenv("CI")) && System.getenv("BLINKA4J_WITHOUT_LAB") == null) {
            throw new AssertionError(reason);
        }
        assumeTrue(found.isPresent(), reason);
        return found.orElseThrow();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
