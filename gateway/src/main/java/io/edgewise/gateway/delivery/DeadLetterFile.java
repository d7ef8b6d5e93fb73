// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The gateway's own copies of dead letters, to be looked at and sent in again: one JSON object per line, at most
/// [#MAX_BYTES]; when it is full, the older half is dropped. For a dead letter that the broker itself refuses it
/// is the only place ([#append]); of those that the broker has, at most [#PER_MINUTE] a minute are noted
/// ([#note]), so that a flood wears no memory card out.
///
/// ```json
/// {"at":"2026-11-22T10:00:00Z","published":false,"topic":"edgewise/…/dead-letter/…","properties":{"reason":"refused",…},
///  "content-type":"text/plain","correlation-data":"base64","payload":"base64"}
/// ```
///
/// `properties` are described in `docs/schemas/dead-letter.schema.json`; an answer that was refused when it came
/// out of the spool is no dead letter of that kind, and has `reason` and `detail` beside its own. A line that a
/// crash cut short stays behind and spoils no other. A payload above [#MAX_PAYLOAD_BYTES] is left out,
/// `omitted-bytes` says how long it was.
///
/// Thread-safe: one lock; writing takes less than a millisecond and is rare.
public final class DeadLetterFile {
    static final long MAX_BYTES = 4 << 20;
    static final int MAX_PAYLOAD_BYTES = 512 << 10;
    static final int PER_MINUTE = 60;

    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private Instant minute = Instant.MIN;
    private int notedInMinute;

    /// @param folder the gateway's state folder; made when it is not there
    public DeadLetterFile(Path folder) {
        this.file = in(folder);
    }

    /// Where it is in a state folder.
    static Path in(Path folder) {
        return folder.resolve("dead-letters.jsonl");
    }

    /// Notes a dead letter that the broker has.
    ///
    /// @return false when there were too many of late
    /// @throws IOException when it can't be written
    public synchronized boolean note(OutgoingPublish deadLetter, Instant at) throws IOException {
        Instant now = at.truncatedTo(ChronoUnit.MINUTES);
        notedInMinute = now.equals(minute) ? notedInMinute + 1 : 1;
        minute = now;
        if (notedInMinute > PER_MINUTE) {
            return false;
        }
        write(line(deadLetter, at, true));
        return true;
    }

    /// Appends a dead letter that the broker has not.
    ///
    /// @throws IOException when it can't be written; then the message must not be acknowledged
    public synchronized void append(OutgoingPublish deadLetter, Instant at) throws IOException {
        write(line(deadLetter, at, false));
    }

    private void write(byte[] line) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        while (bytes() > 0 && bytes() + 1 + line.length > MAX_BYTES) {
            dropOlderHalf();
        }
        boolean torn = endsInTheMiddleOfALine();
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (torn) {
                out.write('\n');
            }
            out.write(line);
        }
    }

    private long bytes() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private void dropOlderHalf() throws IOException {
        byte[] all = Files.readAllBytes(file);
        int cut = all.length / 2;
        while (cut < all.length && all[cut] != '\n') {
            cut++;
        }
        Path part = file.resolveSibling("dead-letters.part");
        Files.write(part, Arrays.copyOfRange(all, Math.min(all.length, cut + 1), all.length));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] line(OutgoingPublish deadLetter, Instant at, boolean published) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        PublishProperties properties = deadLetter.properties();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("at", at.toString());
            json.writeBooleanProperty("published", published);
            json.writeStringProperty("topic", deadLetter.topic().value());
            userProperties(json, properties.userProperties());
            properties.contentType().ifPresent(type -> json.writeStringProperty("content-type", type));
            properties.correlationData().ifPresent(data -> json.writeStringProperty("correlation-data", base64(data)));
            payload(json, deadLetter.payload());
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    /// A crash in the middle of writing leaves a line without its end; the next must not be glued to it.
    private boolean endsInTheMiddleOfALine() throws IOException {
        if (bytes() == 0) {
            return false;
        }
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            reader.seek(reader.length() - 1);
            return reader.read() != '\n';
        }
    }

    /// A name that stands several times becomes a list, so that each key stands once.
    private static void userProperties(JsonGenerator json, List<UserProperty> properties) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        properties.forEach(property -> byName.computeIfAbsent(property.name(), name -> new ArrayList<>())
                .add(property.value()));
        json.writeObjectPropertyStart("properties");
        byName.forEach((name, values) -> {
            if (values.size() == 1) {
                json.writeStringProperty(name, values.getFirst());
            } else {
                json.writeArrayPropertyStart(name);
                values.forEach(json::writeString);
                json.writeEndArray();
            }
        });
        json.writeEndObject();
    }

    private static void payload(JsonGenerator json, Payload payload) {
        if (payload.length() > MAX_PAYLOAD_BYTES) {
            json.writeNumberProperty("omitted-bytes", payload.length());
        } else {
            json.writeStringProperty("payload", Base64.getEncoder().encodeToString(payload.bytes()));
        }
    }

    private static String base64(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
