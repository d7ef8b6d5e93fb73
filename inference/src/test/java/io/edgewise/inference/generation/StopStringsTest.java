// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    @Test
    void endsBeforeAStringThatComesInParts() {
        StopStrings stops = new StopStrings(List.of("END", "\n\n"));
        assertThat(stops.add("all is well E")).isEqualTo("all is well ");
        assertThat(stops.add("N")).isEmpty();
        assertThat(stops.found()).isFalse();
        assertThat(stops.add("D of it")).isEmpty();
        assertThat(stops.found()).isTrue();
        assertThat(stops.end()).isEmpty();
    }

    @Test
    void givesBackWhatOnlyBeganAlike() {
        StopStrings stops = new StopStrings(List.of("aab"));
        assertThat(stops.add("xaa")).isEqualTo("x");
        assertThat(stops.add("a")).isEqualTo("a");
        assertThat(stops.add("c")).isEqualTo("aac");
        assertThat(stops.found()).isFalse();
    }

    @Test
    void endsBeforeTheFirstOfSeveral() {
        StopStrings stops = new StopStrings(List.of("two", "one"));
        assertThat(stops.add("zero one two")).isEqualTo("zero ");
    }

    @Test
    void tellsWhatWasHeldBackAtTheEnd() {
        StopStrings stops = new StopStrings(List.of("###"));
        assertThat(stops.add("a ##")).isEqualTo("a ");
        assertThat(stops.end()).isEqualTo("##");
    }
}
