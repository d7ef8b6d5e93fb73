// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import io.edgewise.testkit.mqtt.Property.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The properties of one packet, in the order of the wire (MQTT 5.0 section 2.2.2). Immutable.
///
/// Which property belongs to which packet is not checked: a test may well send a wrong one.
///
/// @param entries in order; only those whose [Property#repeats()] may occur twice
public record Properties(List<Entry> entries) {
    /// An empty list of properties, and the only one MQTT 3.1.1 can carry.
    public static final Properties NONE = new Properties(List.of());

    /// A property's value.
    public sealed interface Value {
        /// Of one, two, four or a variable number of bytes.
        record Numeric(long number) implements Value {}

        /// UTF-8.
        record Text(String text) implements Value {}

        /// With a two-byte length on the wire.
        record Binary(Bytes bytes) implements Value {}

        /// A User Property.
        record Pair(String name, String value) implements Value {}
    }

    /// One property with its value; refuses a value of the wrong kind or out of range.
    public record Entry(Property property, Value value) {
        public Entry {
            Form form = property.form();
            boolean fits = switch (value) {
                case Value.Numeric(long number) -> form.isNumber() && number >= 0 && number <= form.largest();
                case Value.Text _ -> form == Form.TEXT;
                case Value.Binary _ -> form == Form.BINARY;
                case Value.Pair _ -> form == Form.TEXT_PAIR;
            };
            if (!fits) {
                throw new IllegalArgumentException("%s takes %s, got %s".formatted(property, form, value));
            }
        }
    }

    public Properties {
        entries = List.copyOf(entries);
    }

    /// These and one more; replaces an earlier value unless the property may repeat.
    public Properties with(Property property, long number) {
        return with(new Entry(property, new Value.Numeric(number)));
    }

    /// These and one more; replaces an earlier value.
    public Properties with(Property property, String text) {
        return with(new Entry(property, new Value.Text(text)));
    }

    /// These and one more; replaces an earlier value.
    public Properties with(Property property, Bytes bytes) {
        return with(new Entry(property, new Value.Binary(bytes)));
    }

    /// These and one more User Property at the end; names may repeat and order is kept.
    public Properties withUser(String name, String value) {
        return with(new Entry(Property.USER_PROPERTY, new Value.Pair(name, value)));
    }

    private Properties with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        if (!entry.property().repeats()) {
            more.removeIf(old -> old.property() == entry.property());
        }
        more.add(entry);
        return new Properties(more);
    }

    /// The first value of a number property.
    public OptionalLong number(Property property) {
        for (Entry entry : entries) {
            if (entry.property() == property && entry.value() instanceof Value.Numeric(long number)) {
                return OptionalLong.of(number);
            }
        }
        return OptionalLong.empty();
    }

    /// The value of a text property.
    public Optional<String> text(Property property) {
        return value(property).map(value -> value instanceof Value.Text(String text) ? text : null);
    }

    /// The value of a binary property.
    public Optional<Bytes> binary(Property property) {
        return value(property).map(value -> value instanceof Value.Binary(Bytes bytes) ? bytes : null);
    }

    /// All User Properties, in order.
    public List<Value.Pair> user() {
        return entries.stream()
                .map(Entry::value)
                .filter(Value.Pair.class::isInstance)
                .map(Value.Pair.class::cast)
                .toList();
    }

    /// The first User Property of that name.
    public Optional<String> user(String name) {
        return user().stream()
                .filter(pair -> pair.name().equals(name))
                .map(Value.Pair::value)
                .findFirst();
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    private Optional<Value> value(Property property) {
        return entries.stream()
                .filter(entry -> entry.property() == property)
                .map(Entry::value)
                .findFirst();
    }

    @Override
    public String toString() {
        return entries.stream()
                .map(entry -> entry.property() + "=" + entry.value())
                .toList()
                .toString();
    }
}
