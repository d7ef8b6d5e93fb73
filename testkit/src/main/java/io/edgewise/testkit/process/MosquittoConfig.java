// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a [Mosquitto] is started with. Without a word: anonymous clients, no persistence, 200 000 queued and 100
/// in-flight messages a client, no delay by Nagle's algorithm, everything logged.
///
/// Confined to the thread that made it.
///
/// Source: mosquitto.conf(5) of Mosquitto 2.0.
public final class MosquittoConfig {
    private static final int DEFAULT_QUEUED = 200_000;
    private static final int DEFAULT_INFLIGHT = 100;
    private static final int PORT_ATTEMPTS = 5;
    private static final Duration PASSWORD_TOOL = Duration.ofSeconds(10);

    private final List<String> extra = new ArrayList<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private String acl = "";
    private boolean persistence;
    private String logTypes = "log_type all";
    private int queued = DEFAULT_QUEUED;
    private int inflight = DEFAULT_INFLIGHT;

    MosquittoConfig() {}

    /// Sessions, queued and retained messages survive a restart; saved every second, so a kill loses at most the
    /// last.
    public MosquittoConfig persistence() {
        persistence = true;
        return this;
    }

    /// Messages that wait for one client at most (`max_queued_messages`); further ones are dropped silently.
    public MosquittoConfig maxQueuedMessages(int messages) {
        queued = messages;
        return this;
    }

    /// Un-acknowledged messages of one client in each direction (`max_inflight_messages`); CONNACK's Receive
    /// Maximum.
    public MosquittoConfig maxInflightMessages(int messages) {
        inflight = messages;
        return this;
    }

    /// Payloads above this are refused (`message_size_limit`).
    public MosquittoConfig messageSizeLimit(int bytes) {
        return line("message_size_limit " + bytes);
    }

    /// Packets above this end the connection (`max_packet_size`); CONNACK's Maximum Packet Size.
    public MosquittoConfig maxPacketSize(int bytes) {
        return line("max_packet_size " + bytes);
    }

    /// A user with a password; as soon as there is one, anonymous clients are refused.
    public MosquittoConfig user(String name, String password) {
        passwords.put(name, password);
        return this;
    }

    /// Content of the `acl_file`: `topic read #` and so on.
    public MosquittoConfig acl(String content) {
        acl = content;
        return this;
    }

    /// Logs clients that come, go and are missed, and errors, but no packets: for loads whose log would be the
    /// heavier one.
    public MosquittoConfig noticesOnly() {
        logTypes = "log_type error\nlog_type warning\nlog_type notice";
        return this;
    }

    /// Any further line of `mosquitto.conf`.
    public MosquittoConfig line(String line) {
        extra.add(line);
        return this;
    }

    /// Starts the broker and waits until it answers a CONNECT. Skips the test as [Mosquitto#require()] does.
    ///
    /// @throws IllegalStateException with its log when it does not come up
    public Mosquitto start() {
        Path binary = Mosquitto.require();
        for (int attempt = 1; ; attempt++) {
            Path folder = newFolder();
            try {
                int port = freePort();
                Files.write(file(folder), lines(folder, port));
                return Mosquitto.start(binary, folder, port);
            } catch (IOException e) {
                throw new UncheckedIOException("writing the configuration of mosquitto to " + folder, e);
            } catch (IllegalStateException e) {
                Mosquitto.delete(folder);
                // Between our look for a free port and the broker's bind another process may have taken it.
                if (attempt == PORT_ATTEMPTS || !String.valueOf(e.getMessage()).contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    static Path file(Path folder) {
        return folder.resolve("mosquitto.conf");
    }

    static Path log(Path folder) {
        return folder.resolve("mosquitto.log");
    }

    private List<String> lines(Path folder, int port) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "listener " + port + " 127.0.0.1",
                "allow_anonymous " + passwords.isEmpty(),
                "persistence " + persistence,
                "max_queued_messages " + queued,
                "max_inflight_messages " + inflight,
                "set_tcp_nodelay true",
                "log_dest file " + log(folder),
                logTypes));
        if (persistence) {
            lines.addAll(List.of("persistence_location " + folder + "/", "autosave_interval 1"));
        }
        if ("root".equals(System.getProperty("user.name"))) {
            // Else it drops to a user who may not write here.
            lines.add("user root");
        }
        if (!passwords.isEmpty()) {
            lines.add("password_file " + passwordFile(folder));
        }
        if (!acl.isEmpty()) {
            lines.add("acl_file " + Files.writeString(folder.resolve("acl"), acl + "\n"));
        }
        lines.addAll(extra);
        return lines;
    }

    private Path passwordFile(Path folder) throws IOException {
        List<String> plain = passwords.entrySet().stream()
                .map(user -> user.getKey() + ":" + user.getValue())
                .toList();
        Path file = Files.write(folder.resolve("passwords"), plain);
        Path tool = Mosquitto.require(Mosquitto.find("mosquitto_passwd"), System.getenv());
        ProcessBuilder hashing = new ProcessBuilder(tool.toString(), "-U", file.toString());
        hashing.redirectErrorStream(true)
                .redirectOutput(folder.resolve("passwd.txt").toFile());
        try (OwnProcess process = OwnProcess.start("mosquitto_passwd", hashing)) {
            Integer exit = process.awaitExit(PASSWORD_TOOL);
            if (exit == null || exit != 0) {
                throw new IllegalStateException("mosquitto_passwd -U: exit code " + exit);
            }
        }
        return file;
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("mosquitto-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for mosquitto", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
