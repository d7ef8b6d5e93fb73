// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import java.util.Locale;

/// Why a record left the spool without its message reaching the broker. The names are labels of metrics.
public enum DropReason {
    /// It was in the spool for longer than `age` allows.
    AGE("older than the spool's age"),
    /// Its Message Expiry Interval passed.
    EXPIRED("whose Message Expiry Interval passed"),
    /// The time passed in which its sender wanted it sent.
    LATE("that were wanted earlier"),
    /// The broker refused it for good; it is among the dead letters.
    REFUSED("that the broker refused (they are among the dead letters)"),
    /// Its bytes are damaged or can't be read; how many records that were is unknown, each place counts once.
    DAMAGED("at places that can't be read");

    private final String words;

    DropReason(String words) {
        this.words = words;
    }

    /// As in metrics: `expired`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Behind a number, in a sentence.
    String words() {
        return words;
    }
}
