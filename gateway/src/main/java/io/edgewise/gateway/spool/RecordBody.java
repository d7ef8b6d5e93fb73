// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A record as the bytes inside a frame, format 1. Numbers are big-endian.
///
/// ```
/// 1  flags: 1 retain, 2 the payload is UTF-8 text
/// 8  entered, milliseconds since 1970      8  entered, nanoseconds of the clock that is never set
/// 8  Message Expiry, milliseconds after it, −1 for none      8  wanted for, the same
/// n  topic, Content Type, Response Topic, Correlation Data, payload, each: 4 length (−1: there is none), bytes
/// 4  number of user properties, then name and value of each, as above
/// ```
final class RecordBody {
    private static final int RETAIN = 1;
    private static final int UTF8 = 2;
    private static final int NONE = -1;

    private RecordBody() {}

    static byte[] encode(SpoolRecord record) {
        OutgoingPublish publish = record.publish();
        PublishProperties properties = publish.properties();
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(256 + publish.payload().length());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte((publish.retain() ? RETAIN : 0) | (properties.utf8() ? UTF8 : 0));
            out.writeLong(record.entered().at().toEpochMilli());
            out.writeLong(record.entered().nanos());
            duration(out, properties.messageExpiry());
            duration(out, publish.wantedFor());
            text(out, Optional.of(publish.topic().value()));
            text(out, properties.contentType());
            text(out, properties.responseTopic());
            bytes(out, properties.correlationData().map(RecordBody::copy));
            bytes(out, Optional.of(publish.payload().bytes()));
            out.writeInt(properties.userProperties().size());
            for (UserProperty property : properties.userProperties()) {
                text(out, Optional.of(property.name()));
                text(out, Optional.of(property.value()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void duration(DataOutputStream out, Optional<Duration> duration) throws IOException {
        out.writeLong(duration.map(d -> Math.max(0, d.toMillis())).orElse((long) NONE));
    }

    private static void text(DataOutputStream out, Optional<String> text) throws IOException {
        bytes(out, text.map(t -> t.getBytes(StandardCharsets.UTF_8)));
    }

    private static void bytes(DataOutputStream out, Optional<byte[]> bytes) throws IOException {
        out.writeInt(bytes.map(b -> b.length).orElse(NONE));
        if (bytes.isPresent()) {
            out.write(bytes.get());
        }
    }

    private static byte[] copy(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.duplicate().get(copy);
        return copy;
    }

    /// @param ours whether this process wrote it
    /// @return empty when the bytes are no record, although their checksum is right
    static Optional<SpoolRecord> decode(byte[] body, boolean ours) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            int flags = in.readUnsignedByte();
            Stamp entered = new Stamp(Instant.ofEpochMilli(in.readLong()), in.readLong(), ours);
            Optional<Duration> expiry = duration(in);
            Optional<Duration> wantedFor = duration(in);
            TopicName topic = new TopicName(text(in).orElse(""));
            Optional<String> contentType = text(in);
            Optional<String> responseTopic = text(in);
            Optional<ByteBuffer> correlation = bytes(in).map(ByteBuffer::wrap);
            Payload payload = new Payload(bytes(in).orElse(new byte[0]));
            PublishProperties properties = new PublishProperties(
                    contentType, (flags & UTF8) != 0, expiry, responseTopic, correlation, userProperties(in));
            OutgoingPublish publish = new OutgoingPublish(topic, payload, (flags & RETAIN) != 0, properties, wantedFor);
            return Optional.of(new SpoolRecord(publish, entered));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<UserProperty> userProperties(DataInputStream in) throws IOException {
        List<UserProperty> properties = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            properties.add(new UserProperty(text(in).orElse(""), text(in).orElse("")));
        }
        return properties;
    }

    private static Optional<Duration> duration(DataInputStream in) throws IOException {
        long millis = in.readLong();
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    private static Optional<String> text(DataInputStream in) throws IOException {
        return bytes(in).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return Optional.empty();
        }
        if (length > in.available()) { // or a wrong length would take all memory
            throw new IOException("a part is longer than its record");
        }
        return Optional.of(in.readNBytes(length));
    }
}
