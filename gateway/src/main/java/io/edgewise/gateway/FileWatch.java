// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import java.util.function.Supplier;

/// Says when files have changed and come to rest: what is half written must not be read. Looks at them instead
/// of being told, because what tells of changes does not know about network drives, and of a link only that it
/// is there.
///
/// Confined to the thread that looks.
final class FileWatch {
    private final Supplier<String> fingerprint;
    private String applied;
    private String seen;

    /// @param fingerprint of the files at this moment
    FileWatch(Supplier<String> fingerprint) {
        this.fingerprint = fingerprint;
        this.applied = fingerprint.get();
        this.seen = applied;
    }

    /// Whether the files are others than those that were last reported, and the same as at the last look.
    boolean cameToRest() {
        String now = fingerprint.get();
        boolean rests = now.equals(seen);
        seen = now;
        if (!rests || now.equals(applied)) {
            return false;
        }
        applied = now;
        return true;
    }
}
