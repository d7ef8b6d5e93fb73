// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A value in a `tokenizer.json`, with its place for the sentence about what is wrong with it. Immutable.
record JsonStep(Path file, String place, JsonNode node) {

    boolean isNull() {
        return node.isNull() || node.isMissingNode();
    }

    /// The member `type` of an object.
    String type() {
        return child("type").text();
    }

    JsonStep child(String name) {
        if (!node.isObject()) {
            throw wrong("is no object");
        }
        return new JsonStep(file, place + "." + name, node.path(name));
    }

    List<JsonStep> items() {
        if (!node.isArray()) {
            throw wrong("is no list");
        }
        var items = new ArrayList<JsonStep>();
        for (JsonNode item : node) {
            items.add(new JsonStep(file, place + "[" + items.size() + "]", item));
        }
        return items;
    }

    List<JsonStep> itemsOrNone() {
        return isNull() ? List.of() : items();
    }

    String text() {
        if (!node.isString()) {
            throw wrong(isNull() ? "is missing" : "is no text");
        }
        return node.stringValue();
    }

    String text(String fallback) {
        return isNull() ? fallback : text();
    }

    boolean flag(boolean fallback) {
        if (isNull()) {
            return fallback;
        }
        if (!node.isBoolean()) {
            throw wrong("is neither true nor false");
        }
        return node.booleanValue();
    }

    int number(int fallback) {
        if (isNull()) {
            return fallback;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong("is no whole number");
        }
        return node.intValue();
    }

    /// Refuses members beside `type` and `known`: each could change what the step does.
    JsonStep only(String... known) {
        var names = Set.of(known);
        for (String name : node.propertyNames()) {
            if (!name.equals("type") && !names.contains(name)) {
                throw wrong("has the member \"%s\", which is not known".formatted(VocabularyBuilder.shown(name)));
            }
        }
        return this;
    }

    /// A step that there is no code for.
    TokenizerException unknown(String what) {
        return wrong("is the %s \"%s\", which this version can not do; without it ids would be wrong"
                .formatted(what, VocabularyBuilder.shown(type())));
    }

    TokenizerException wrong(String what) {
        return new TokenizerException("%s %s %s".formatted(file, place, what));
    }
}
