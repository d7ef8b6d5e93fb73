// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.List;

/// The text of an answer as it comes: characters that are whole, and certain to be no part of a stop string.
/// Confined to
/// one answer.
final class Draft {
    private final TextStream characters = new TextStream();
    private final StopStrings stops;
    private final StringBuilder text = new StringBuilder();
    private int told;

    Draft(List<String> stop) {
        this.stops = new StopStrings(stop);
    }

    void add(byte[] bytes) {
        text.append(stops.add(characters.add(bytes)));
    }

    /// The answer ends here.
    void end() {
        text.append(stops.add(characters.end()));
        if (!stops.found()) {
            text.append(stops.end());
        }
    }

    boolean isStopped() {
        return stops.found();
    }

    /// What is certain since the last call.
    String news() {
        String news = text.substring(told);
        told = text.length();
        return news;
    }

    String text() {
        return text.toString();
    }
}
